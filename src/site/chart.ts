import { scaleLinear } from "d3-scale";
import { line } from "d3-shape";

/*
 * What the charts by year share. They draw in hundredths of their width and height, so that labels keep their size while
 * the drawing stretches with the page.
 */

/** Most years that are named, with their values, on a narrow page and on a wide one. */
const FEW = 6;
const MANY = 16;

/** Hundredths of a percent are finer than any screen. */
export const round = (value: number): number => +value.toFixed(2);

/** One year of a chart. */
export interface ChartYear {
  /** Such as `2026`. */
  label: string;
  /** Undefined where nothing was counted. */
  value: number | undefined;
  /** The value for people. */
  text: string;
  /** Not a whole year. */
  partial: boolean;
}

/** A place in hundredths of the width or the height. */
type Hundredths = number;

/** A chart's scale and its years in place. */
export interface YearFrame {
  /** Marks of the scale, whole numbers. */
  ticks: { value: number; top: Hundredths }[];
  years: (ChartYear & {
    /** Where its part of the width begins, and its middle. */
    left: Hundredths;
    middle: Hundredths;
    /** Height of its value; undefined where there is none. */
    top: Hundredths | undefined;
    /** Whether it is named on a narrow page, and on a wide one. */
    few: boolean;
    many: boolean;
  })[];
  /** Width of a year. */
  band: Hundredths;
  topOf: (value: number) => Hundredths;
}

/**
 * Lays years out side by side above a scale that starts at zero.
 * @param more further values that the scale must hold, such as targets
 */
export function yearFrame(
  years: readonly ChartYear[],
  more: readonly (number | undefined)[] = [],
): YearFrame {
  const most = [...years.map(({ value }) => value), ...more].reduce<number>((a, b) => Math.max(a, b ?? 0), 0);
  // Room above the highest for its value.
  const y = scaleLinear([0, (most || 1) * 1.08], [100, 0]).nice(4);
  const band = 100 / Math.max(years.length, 1);
  // Whatever is named on a narrow page is named on a wide one.
  const wide = Math.max(1, Math.ceil(years.length / MANY));
  const narrow = Math.max(1, Math.ceil(years.length / FEW / wide)) * wide;
  /** Counted from the last year, which is always named. */
  const named = (index: number, every: number) => (years.length - 1 - index) % every === 0;
  return {
    ticks: y
      .ticks(4)
      .filter(Number.isInteger)
      .map((value) => ({ value, top: round(y(value)) })),
    years: years.map((year, index) => ({
      ...year,
      left: round(index * band),
      middle: round((index + 0.5) * band),
      top: year.value === undefined ? undefined : round(y(year.value)),
      few: named(index, narrow),
      many: named(index, wide),
    })),
    band: round(band),
    topOf: (value) => round(y(value)),
  };
}

/**
 * A line that keeps its height over each year, as a path over 100 × 100 units; it breaks where a value is missing.
 * @param tops height of each year, in hundredths
 */
export function stepPath(tops: readonly (Hundredths | undefined)[], band: Hundredths): string {
  const points = tops.flatMap((top, index) => [
    { x: round(index * band), top },
    { x: round((index + 1) * band), top },
  ]);
  const draw = line<(typeof points)[number]>()
    .defined(({ top }) => top !== undefined)
    .x(({ x }) => x)
    .y(({ top }) => top!);
  return draw(points) ?? "";
}
