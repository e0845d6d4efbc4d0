import type { ECharts } from 'echarts/core';
import { flushSync } from 'svelte';
import { shown } from '$lib/state/prefs.svelte';
import { drawAll } from './turn';

/** A chart that stands on the page. */
export interface Drawn {
  chart: ECharts;
  element: HTMLElement;
}

/** The charts of the page, so that they can be made ready for paper and taken back. */
class OnPage {
  #all = new Set<ECharts>();
  #before: typeof shown.theme | null = null;

  add(chart: ECharts): void {
    this.#all.add(chart);
  }

  remove(chart: ECharts): void {
    this.#all.delete(chart);
  }

  /**
   * Paper is white, and has its own width, which is not known before it is printed:
   * charts are drawn in the light colours, as pictures that the style sheet scales.
   */
  forPaper(): void {
    this.#before ??= shown.theme;
    this.#paint('light', true);
    for (const chart of this.#all) {
      chart.getZr().flush();
      chart.getDom().querySelector('svg')?.setAttribute('viewBox', `0 0 ${chart.getWidth()} ${chart.getHeight()}`);
    }
  }

  forScreen(): void {
    for (const chart of this.#all) chart.getDom().querySelector('svg')?.removeAttribute('viewBox');
    if (this.#before) this.#paint(this.#before, false);
    this.#before = null;
  }

  #paint(theme: typeof shown.theme, paper: boolean): void {
    document.documentElement.dataset.theme = theme;
    flushSync(() => {
      shown.theme = theme;
      shown.paper = paper;
    });
    drawAll();
  }
}

export const drawn = new OnPage();
