import type { ApiFault } from './types';

/** What a failure is when nothing better is said of it. */
export function faultOf(kind: ApiFault['kind'], code: string, hints: string[] = []): ApiFault {
  return { kind, code, message: '', field: '', near: '', hints };
}

/** A failure as the API says it, or one on the way there (status 0: not reached). */
export class Fault extends Error {
  constructor(
    readonly status: number,
    readonly said: ApiFault,
    readonly body: unknown = null
  ) {
    super(said.message);
  }

  get code(): string {
    return this.said.code;
  }

  /** Whether the server was not reached, or is on its way up. */
  get away(): boolean {
    return this.status === 0 || this.status === 502 || this.status === 503 || this.status === 504;
  }
}

export function unreachable(): Fault {
  return new Fault(0, faultOf('unavailable', 'unreachable'));
}
