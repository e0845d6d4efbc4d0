/** Counts the changes of each topic; who reads a count is run again when it grows. */
class Pulse {
  #counts = $state<Record<string, number>>({});

  of(topic: string): number {
    return this.#counts[topic] ?? 0;
  }

  beat(topic: string): void {
    this.#counts[topic] = (this.#counts[topic] ?? 0) + 1;
  }
}

export const pulse = new Pulse();
