import { BarChart, CustomChart, LineChart, ScatterChart } from 'echarts/charts';
import { GridComponent, MarkLineComponent, TitleComponent, TooltipComponent } from 'echarts/components';
import { init, use } from 'echarts/core';
import { LabelLayout } from 'echarts/features';
import { SVGRenderer } from 'echarts/renderers';

// Only what the kinds draw with: the whole of ECharts is three times as large.
use([BarChart, LineChart, ScatterChart, CustomChart, GridComponent, TooltipComponent, MarkLineComponent, TitleComponent, LabelLayout, SVGRenderer]);

export { init };
export { kindOf, kinds } from './all';
export { lookOf } from './look';
export { pictureOf } from '$lib/figures/picture';
export type { ECharts } from 'echarts/core';
