import type { Report, ReportCatalogue, Settings, Workspaces } from '$lib/api/types';

/** What every page knows: the workspaces, the catalogue of reports and the settings of the one in use. */
class Desk {
  workspaces = $state.raw<Workspaces | null>(null);
  catalogue = $state.raw<ReportCatalogue | null>(null);

  get reports(): Report[] {
    return this.catalogue?.reports ?? [];
  }

  get settings(): Settings | null {
    return this.catalogue?.settings ?? null;
  }

  get zone(): string {
    return this.settings?.zone ?? 'Europe/Oslo';
  }

  report(id: string): Report | undefined {
    return this.reports.find((r) => r.id === id);
  }

  dimName(id: string): string {
    return this.catalogue?.dims.find((d) => d.id === id)?.name ?? id;
  }
}

export const desk = new Desk();
