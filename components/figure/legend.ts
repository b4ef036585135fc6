import { formatPercent } from "../../domain/format/numbers.ts";
import { type ChartData, MARK } from "../chart/data.ts";
import {
  BAND,
  boxPath,
  BREAK_DASH,
  circlePath,
  type ColorOf,
  CURRENT,
  GAP_COLOR,
  LINE,
  MARGIN,
  type Shape,
  SMALL,
  textWidth,
  wrapText,
} from "./shapes.ts";

/** A sample beside its name. */
interface LegendItem {
  readonly name: string;
  /** How it looks, in a box from 0 to 16 and of 10 around `y`. */
  readonly sample: (x: number, y: number) => Shape;
}

/** Names all that the chart may show, whether it has room beside it or not. */
export function legendShapes(
  data: ChartData,
  colorOf: ColorOf,
  top: number,
  room: number,
): { shapes: Shape[]; bottom: number } {
  let [x, y] = [MARGIN, top];
  const shapes: Shape[] = [];
  for (const { name, sample } of legendItems(data, colorOf)) {
    const text = wrapText(name, SMALL, room - 40, 1)[0] ?? "";
    const width = 22 + textWidth(text, SMALL) + 16;
    if (x > MARGIN && x + width > MARGIN + room) [x, y] = [MARGIN, y + LINE];
    shapes.push(sample(x, y - 4), {
      ...{ text, x: x + 22, y, size: SMALL, fill: colorOf("ink") },
    });
    x += width;
  }
  return { shapes, bottom: y };
}

function legendItems(data: ChartData, colorOf: ColorOf): LegendItem[] {
  const { layers, lines, missing, marks = [], breaks = [] } = data;
  const square =
    (fill: string, opacity = 1, stroke?: string) =>
    (x: number, y: number): Shape => ({
      d: boxPath(x + 3, x + 13, y - 5, y + 5),
      ...{ fill, opacity, ...(stroke && { stroke, width: 0.5, dash: [2, 3] }) },
    });
  const fills = [...new Set(layers.map(({ fill }) => fill))];
  const isFilling = data.isLastCurrent &&
    layers.some(({ current, upper }) => current && (upper.at(-1) ?? 0) > 0);
  const first = lines[0];
  const stroke = first && colorOf(first.color);
  return [
    ...fills.map((fill) => ({
      name: fill,
      sample: square(colorOf(`fill-${fill}`)),
    })),
    ...lines.map(({ label, color, dash }) => ({
      name: label,
      sample: (x: number, y: number): Shape => ({
        d: `M${x} ${y}h18`,
        ...{ stroke: colorOf(color), width: 2, dash },
      }),
    })),
    ...(lines.some(({ band }) => band)
      ? [{
        name: `${formatPercent(95, 100)} confidence`,
        sample: square(stroke!, BAND),
      }]
      : []),
    ...(lines.some(({ dots }) => dots?.some((dot) => dot !== null))
      ? [{
        name: "fewer than 5 posts",
        sample: (x: number, y: number): Shape => ({
          d: circlePath(x + 9, y, 3),
          ...{ fill: "#ffffff", stroke: stroke!, width: 1 },
        }),
      }]
      : []),
    ...(isFilling
      ? [{
        name: "still filling",
        sample: square(colorOf(`fill-${fills[0]}`), CURRENT),
      }]
      : []),
    ...(missing.length > 0
      ? [{ name: "no data", sample: square(GAP_COLOR, 1, colorOf("muted")) }]
      : []),
    ...(breaks.length > 0
      ? [{
        name: "another scorer",
        sample: (x: number, y: number): Shape => ({
          d: `M${x + 9} ${y - 5}v10`,
          ...{ stroke: colorOf("ink"), width: 0.75, dash: BREAK_DASH },
        }),
      }]
      : []),
    ...(marks.length > 0
      ? [{
        name: "stood out",
        sample: (x: number, y: number): Shape => ({
          ...{ text: MARK, x: x + 8, y: y + 4, size: SMALL },
          ...{ fill: colorOf("ink"), anchor: "middle" },
        }),
      }]
      : []),
  ];
}
