import type { Fault } from '$lib/api/fault';
import type { Catalogue } from '$lib/i18n/catalogue';

/** A failure as a sentence: the server's own, or what happened on the way to it. */
export function faultText(c: Catalogue, fault: Fault): string {
  if (fault.status === 0) return c.t('ui.fault.unreachable');
  if (fault.said.message) return fault.said.message;
  return c.t('ui.fault.http', { status: fault.status });
}
