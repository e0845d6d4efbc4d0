import type { ECharts } from 'echarts/core';
import { drawAll } from './turn';

/** A chart that stands on the page. */
export interface Drawn {
  chart: ECharts;
  element: HTMLElement;
}

/** The charts of the page, so that they can be set to the paper's width before printing. */
class OnPage {
  #all = new Set<ECharts>();

  add(chart: ECharts): void {
    this.#all.add(chart);
  }

  remove(chart: ECharts): void {
    this.#all.delete(chart);
  }

  /** Without flush the picture gets the new size and keeps the old drawing. */
  forPaper(): void {
    drawAll();
    for (const chart of this.#all) {
      const box = chart.getDom();
      chart.resize({ width: box.clientWidth, height: box.clientHeight, silent: true });
      chart.getZr().flush();
    }
  }
}

export const drawn = new OnPage();
