import type { ECharts } from 'echarts/core';
import { escape } from '$lib/charts/look';

const pad = 24;
const head = 22;

export interface Caption {
  title: string;
  lines: string[];
}

/** The chart as an SVG that says what it shows: title above, what was asked below. */
export function svgOf(chart: ECharts, caption: Caption, colors: { surface: string; text: string; text2: string }): string {
  const inner = chart.renderToSVGString({ useViewBox: false });
  const [w, h] = [chart.getWidth(), chart.getHeight()];
  const top = pad + head + 10;
  const height = top + h + pad + caption.lines.length * 16;
  const text = (y: number, size: number, weight: number, color: string, said: string) =>
    `<text x="${pad}" y="${y}" font-family="Inter, system-ui, sans-serif" font-size="${size}" font-weight="${weight}" fill="${color}">${escape(said)}</text>`;
  const placed = inner.replace(/^<svg /, `<svg x="${pad}" y="${top}" `);
  return [
    `<svg xmlns="http://www.w3.org/2000/svg" width="${w + 2 * pad}" height="${height}" viewBox="0 0 ${w + 2 * pad} ${height}">`,
    `<rect width="100%" height="100%" fill="${colors.surface}"/>`,
    text(pad + 14, 17, 600, colors.text, caption.title),
    placed,
    ...caption.lines.map((l, i) => text(top + h + 20 + i * 16, 11, 400, colors.text2, l)),
    '</svg>'
  ].join('');
}

/** The picture as PNG, twice as fine as the screen. */
export async function pngOf(svg: string): Promise<Blob> {
  const image = new Image();
  const address = URL.createObjectURL(new Blob([svg], { type: 'image/svg+xml' }));
  try {
    image.src = address;
    await image.decode();
    const canvas = document.createElement('canvas');
    canvas.width = image.naturalWidth * 2;
    canvas.height = image.naturalHeight * 2;
    canvas.getContext('2d')?.drawImage(image, 0, 0, canvas.width, canvas.height);
    return await new Promise((resolve, reject) => canvas.toBlob((b) => (b ? resolve(b) : reject(new Error('no picture'))), 'image/png'));
  } finally {
    URL.revokeObjectURL(address);
  }
}

export function save(blob: Blob, name: string): void {
  const address = URL.createObjectURL(blob);
  const a = document.createElement('a');
  a.href = address;
  a.download = name;
  a.click();
  setTimeout(() => URL.revokeObjectURL(address), 10_000);
}
