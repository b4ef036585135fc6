import UPlot from "uplot";
import {
  type ChartData,
  type ChartLine,
  MARK,
  placeOf,
  splitLine,
  type Values,
} from "./data.ts";

/** What a plot shows, and how. Both may change while it is open, but not which series there are. */
export interface Plotted {
  data: ChartData;
  style: PlotStyle;
}

/** How a plot looks, in pixels of the page. */
export interface PlotStyle {
  readonly width: number;
  readonly height: number;
  /** Room for axes and names around the plotting area. */
  readonly margin: {
    readonly top: number;
    readonly right: number;
    readonly bottom: number;
    readonly left: number;
  };
  /** Font family. */
  readonly font: string;
  /** The CSS value of a color of the style sheet, or of one written out. */
  readonly colorOf: (name: string, opacity?: number) => string;
  /** Labels of the time axis. @default {"many"} */
  readonly times?: keyof ChartData["axis"]["times"];
}
const FONT_SIZE = 12;
const LINE_WIDTH = 2;
/** Opacity of what is still filling, as in the style sheet. */
const CURRENT = 0.5;
const BAND = 0.2;
const LABEL_GAP = 8;

/** Options of uPlot for a chart. */
export function plotOptions(shown: Plotted): UPlot.Options {
  const { width, height, font } = shown.style;
  const margin = (side: keyof PlotStyle["margin"]) => () =>
    shown.style.margin[side];
  const times = () => shown.data.axis.times[shown.style.times ?? "many"];
  const axis = {
    gap: LABEL_GAP,
    font: `${FONT_SIZE}px ${font}`,
    stroke: () => shown.style.colorOf("muted"),
    ticks: { show: false },
    grid: { show: false },
  };
  return {
    width,
    height,
    padding: [margin("top"), margin("right"), 0, 0],
    legend: { show: false },
    cursor: { show: false },
    scales: {
      x: {
        time: false,
        range: () => [0, Math.max(1, shown.data.axis.t.length)],
      },
      y: { range: () => [shown.data.min, shown.data.max] },
    },
    axes: [
      {
        ...axis,
        size: margin("bottom"),
        splits: () => times().map(({ t }) => placeOf(shown.data.axis, t)),
        values: () => times().map(({ label }) => label),
      },
      {
        ...axis,
        size: margin("left"),
        splits: () => shown.data.ticks.map(({ y }) => y),
        values: () => shown.data.ticks.map(({ text }) => text),
        grid: { stroke: () => shown.style.colorOf("hairline"), width: 1 },
      },
    ],
    ...seriesOf(shown),
    hooks: {
      drawClear: [(plot) => shadeMissing(plot, shown)],
      drawAxes: [
        (plot) => drawBase(plot, shown),
        (plot) => drawBreaks(plot, shown),
      ],
      draw: [(plot) => drawTexts(plot, shown)],
    },
  };
}

/** The columns that uPlot takes: the middle of each bucket, and the values of each series. */
export function plotColumns(
  { axis: { t }, layers, lines, isLastCurrent }: ChartData,
): UPlot.AlignedData {
  const columns: Values[] = [
    t.map((_, i) => i + 0.5),
    ...layers.map(({ upper }) => upper),
    ...lines.flatMap(({ band, values, dots }) => {
      const { settled, current } = splitLine(values, isLastCurrent);
      const bands = band ? [band.upper, band.lower, band.upper] : [];
      const ends = [settled, current ?? values.map(() => null)];
      return [...bands, ...ends, ...(dots ? [dots] : [])];
    }),
  ];
  return columns as UPlot.AlignedData;
}

/** Says which series there are: while it stays the same, a plot only takes other columns. */
export function plotKey({ layers, lines }: ChartData): string {
  return JSON.stringify([
    layers.map(({ fill, current }) => [fill, current]),
    lines.map(({ color, dash, band, dots }) => [color, dash, !band, !dots]),
  ]);
}

/** Series and bands in the order of {@linkcode plotColumns}. */
function seriesOf(shown: Plotted): Pick<UPlot.Options, "series" | "bands"> {
  const series: UPlot.Series[] = [{}];
  const bands: UPlot.Band[] = [];
  const color = (name: string, opacity?: number) => () =>
    shown.style.colorOf(name, opacity);
  const points = { show: false };

  for (const [i, { fill, current }] of shown.data.layers.entries()) {
    series.push({
      points,
      width: 0,
      alpha: current ? CURRENT : 1,
      fill: color(`fill-${fill}`),
      paths: bars(() => shown.data.layers[i]!),
    });
  }
  for (const [i, line] of shown.data.lines.entries()) {
    if (line.band) {
      const at = series.length;
      const fill = color(line.color, BAND);
      bands.push({ series: [at, at + 1], fill });
      const edge = { points, width: 0 };
      series.push(edge, edge, {
        ...edge,
        fill,
        paths: bars(() => loneBars(shown.data.lines[i]!.band!), 0.5),
      });
    }
    series.push(...strokes(line, shown));
    if (line.dots) series.push(hollowDots(line, shown));
  }
  return { series, bands };
}

/** A line, and its way to the bucket that is still filling; values alone are points. */
function strokes(
  { color, dash = [] }: ChartLine,
  shown: Plotted,
): UPlot.Series[] {
  const stroke = () => shown.style.colorOf(color);
  return [1, CURRENT].map((alpha) => ({
    alpha,
    stroke,
    width: LINE_WIDTH,
    dash: dash.map((length) => length * devicePixelRatio),
    points: {
      show: false,
      filter: ({ data }, i) => loneIndices(data[i]!),
      size: 2 * LINE_WIDTH,
      fill: stroke,
    },
  }));
}

/** Width of a dot in pixels. */
const DOT_SIZE = 6;

function hollowDots({ color }: ChartLine, shown: Plotted): UPlot.Series {
  return {
    paths: () => null,
    points: {
      show: true,
      size: DOT_SIZE,
      width: 1,
      stroke: () => shown.style.colorOf(color),
      fill: () => shown.style.colorOf("paper"),
    },
  };
}

/** Bars wider than this many pixels have a gap between them. */
const MIN_WITH_GAP = 4;

/** Bars from `lower` to `upper`, as wide as a part of a bucket. */
function bars(
  read: () => { lower?: Values; upper: Values },
  part = 1,
): UPlot.Series.PathBuilder {
  return (plot, ...args) => {
    const { upper, lower = upper.map(() => 0) } = read();
    const isWide = plot.bbox.width / upper.length >=
      MIN_WITH_GAP * devicePixelRatio;
    const build = UPlot.paths.bars!({
      size: [part, Infinity],
      gap: part === 1 && isWide ? 1 : 0,
      disp: {
        y0: { unit: 1, values: () => lower as number[] },
        y1: { unit: 1, values: () => upper as number[] },
      },
    });
    return build(plot, ...args);
  };
}

/** The parts of a band that are no area, as they have no neighbor. */
function loneBars({ lower, upper }: { lower: Values; upper: Values }) {
  const lone = new Set(loneIndices(upper));
  const values = upper.map((value, i) => lone.has(i) ? value : null);
  return { lower, upper: values };
}

function loneIndices(values: ArrayLike<number | null | undefined>): number[] {
  return Array.from(values, (_, i) => i).filter((i) =>
    values[i] != null && values[i - 1] == null && values[i + 1] == null
  );
}

/** Shades when nothing could be read. */
function shadeMissing(
  plot: UPlot,
  { data: { axis, missing }, style: { colorOf } }: Plotted,
): void {
  const { ctx, bbox: { top, height } } = plot;
  const unit = devicePixelRatio;
  ctx.save();
  ctx.fillStyle = colorOf("raised");
  ctx.strokeStyle = colorOf("muted");
  ctx.lineWidth = unit;
  ctx.setLineDash([2 * unit, 4 * unit]);
  for (const { from, to } of missing) {
    const left = plot.valToPos(placeOf(axis, from), "x", true);
    const width = plot.valToPos(placeOf(axis, to), "x", true) - left;
    ctx.fillRect(left, top, width, height);
    ctx.strokeRect(left, top, width, height);
  }
  ctx.restore();
}

/** The line at zero is darker than the grid. */
function drawBase(
  plot: UPlot,
  { style: { colorOf } }: Plotted,
): void {
  const { ctx, bbox: { left, width } } = plot;
  const thickness = Math.round(devicePixelRatio);
  const y = Math.round(plot.valToPos(0, "y", true) - thickness / 2);
  ctx.fillStyle = colorOf("muted");
  ctx.fillRect(left, y, width, thickness);
}

/** A dashed line from top to bottom wherever what is measured changes. */
function drawBreaks(
  plot: UPlot,
  { data: { axis, breaks = [] }, style: { colorOf } }: Plotted,
): void {
  const { ctx, bbox: { top, height } } = plot;
  const unit = devicePixelRatio;
  ctx.save();
  ctx.strokeStyle = colorOf("ink");
  ctx.lineWidth = unit;
  ctx.setLineDash([4 * unit, 4 * unit]);
  for (const t of breaks) {
    const x = plot.valToPos(placeOf(axis, t), "x", true);
    ctx.beginPath();
    ctx.moveTo(x, top);
    ctx.lineTo(x, top + height);
    ctx.stroke();
  }
  ctx.restore();
}

/** Marks what stands out, and names lines and layers beside them if there is room. */
function drawTexts(
  plot: UPlot,
  { data: { marks = [], names, axis }, style }: Plotted,
): void {
  const { colorOf, font, margin } = style;
  const { ctx, bbox } = plot;
  const unit = devicePixelRatio;
  ctx.save();
  ctx.font = `${FONT_SIZE * unit}px ${font}`;
  ctx.textAlign = "center";
  ctx.fillStyle = colorOf("ink");
  for (const { t, y } of marks) {
    const left = plot.valToPos(placeOf(axis, t) + 0.5, "x", true);
    ctx.fillText(MARK, left, plot.valToPos(y, "y", true) - 2 * unit);
  }
  ctx.textAlign = "left";
  ctx.textBaseline = "middle";
  const hasRoom = margin.right >= margin.left / 2;
  for (const { y, text, color = "muted" } of hasRoom ? names : []) {
    ctx.fillStyle = colorOf(color);
    const left = bbox.left + bbox.width + LABEL_GAP * unit;
    ctx.fillText(text, left, plot.valToPos(y, "y", true));
  }
  ctx.restore();
}
