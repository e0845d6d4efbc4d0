/** What the values of dimensions are called, learnt from every answer: the address holds ids. */
class Labels {
  #known = $state<Record<string, string>>({});

  learn(dim: string, id: string | null, name: string): void {
    const key = `${dim} ${id}`;
    if (id !== null && name && this.#known[key] !== name) this.#known[key] = name;
  }

  of(dim: string, id: string): string {
    return this.#known[`${dim} ${id}`] ?? '';
  }
}

export const labels = new Labels();
