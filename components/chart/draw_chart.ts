import { barRects } from "./bar_rects.ts";
import type { ChartData, ChartLine } from "./chart_data.ts";
import { lineShapes } from "./line_shapes.ts";
import { splitLine } from "./split_line.ts";

/** Where on a canvas a chart is drawn, in its pixels. */
export interface ChartBox {
  readonly left: number;
  readonly top: number;
  readonly width: number;
  readonly height: number;
}

/** How a chart is drawn. */
export interface ChartStyle {
  /** What a color of the style sheet is, by its name without dashes. */
  readonly colorOf: (name: string) => string;
  /** Pixels of the canvas to one of the page. */
  readonly ratio: number;
}

const BAND_ALPHA = 0.2;
const CURRENT_ALPHA = 0.5;

/** Draws bars and lines of a chart on a canvas, and the line they stand on. */
export function drawChart(
  context: CanvasRenderingContext2D,
  data: ChartData,
  box: ChartBox,
  style: ChartStyle,
): void {
  context.save();
  context.beginPath();
  context.rect(box.left, box.top, box.width, box.height);
  context.clip();
  drawBars(context, data, box, style);
  drawBase(context, data, box, style);
  drawLines(context, data, box, style);
  context.restore();
}

function drawBars(
  context: CanvasRenderingContext2D,
  data: ChartData,
  box: ChartBox,
  { colorOf }: ChartStyle,
): void {
  data.layers.forEach(({ tone, current }, index) => {
    context.globalAlpha = current ? CURRENT_ALPHA : 1;
    context.fillStyle = colorOf(`fill-${tone}`);
    for (const [x, y, width, height] of barRects(data, index, box)) {
      context.fillRect(box.left + x, box.top + y, width, height);
    }
  });
  context.globalAlpha = 1;
}

/** The line at zero. */
function drawBase(
  context: CanvasRenderingContext2D,
  { min, max }: ChartData,
  box: ChartBox,
  { colorOf, ratio }: ChartStyle,
): void {
  const height = Math.ceil(ratio);
  const y = Math.round(box.height * max / (max - min));
  if (y < 0 || y > box.height) return;
  context.fillStyle = colorOf("muted");
  const top = Math.min(y, box.height - height);
  context.fillRect(box.left, box.top + top, box.width, height);
}

function drawLines(
  context: CanvasRenderingContext2D,
  { t, min, max, lines, isLastCurrent }: ChartData,
  box: ChartBox,
  { colorOf, ratio }: ChartStyle,
): void {
  const unit = box.width / Math.max(1, t.length);
  const shapes = lineShapes({ ...box, unit, min, max });
  const ink = ({ color }: ChartLine) =>
    color.startsWith("#") ? color : colorOf(color);

  context.globalAlpha = BAND_ALPHA;
  for (const line of lines) {
    context.fillStyle = ink(line);
    if (line.band) context.fill(new Path2D(shapes.band(line.band)));
  }
  context.lineWidth = 2 * ratio;
  context.lineJoin = "round";
  for (const line of lines) {
    const { settled, current } = splitLine(line.values, isLastCurrent);
    context.strokeStyle = ink(line);
    context.setLineDash((line.dash ?? []).map((length) => length * ratio));
    context.globalAlpha = 1;
    context.stroke(new Path2D(shapes.line(settled)));
    context.globalAlpha = CURRENT_ALPHA;
    if (current) context.stroke(new Path2D(shapes.line(current)));
  }
}
