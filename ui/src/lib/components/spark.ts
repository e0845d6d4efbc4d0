/** The path of a sparkline from its lowest to its highest; a gap where there is no value. Null where most are unknown, or where nothing has ever been. */
export function sparkPath(values: (number | null)[], width: number, height: number): { line: string; x: number; y: number } | null {
  const known = values.filter((v): v is number => v !== null);
  if (known.length < 2 || known.length * 2 < values.length || known.every((v) => v === 0)) return null;
  const lo = Math.min(...known);
  const span = Math.max(...known) - lo || 1;
  let line = '';
  let pen = false;
  let last = { x: 0, y: 0 };
  values.forEach((v, i) => {
    if (v === null) {
      pen = false;
      return;
    }
    const x = 3 + (i / Math.max(1, values.length - 1)) * (width - 6);
    const y = height - 3 - ((v - lo) / span) * (height - 6);
    line += `${pen ? 'L' : 'M'}${x.toFixed(1)} ${y.toFixed(1)}`;
    pen = true;
    last = { x, y };
  });
  return { line, ...last };
}
