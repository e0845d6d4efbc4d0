/** The newest version of each dashboard that the stream has told of. */
class Boards {
  #versions = $state<Record<string, number>>({});

  version(id: string): number {
    return this.#versions[id] ?? 0;
  }

  changed(id: string, version: number, deleted: boolean): void {
    this.#versions[id] = deleted ? -1 : version;
  }
}

export const boards = new Boards();
