import { escapeHTML, markHTMLString, unescapeHTML } from "astro/runtime/server/escape.js";
import { attribute } from "./attribute.ts";

/*
 * What a plain component (adapters/plain-components.ts) asks of Astro's runtime: text in, text out. In the browser the
 * whole of that runtime would weigh more than the form, since it brings islands, content policies and a schema library;
 * in the build its promises and streams would cost more than what tens of thousands of pages say.
 */

export { unescapeHTML };

type Slots = Record<string, () => unknown>;
type Result = { createAstro(props: unknown): { props: unknown } };
export type Component = (result: Result, props: unknown, slots: Slots) => unknown;

export const Fragment: symbol = Symbol.for("astro:fragment");
export const createAstro = (): object => ({});
export const createComponent = (component: Component): Component => component;
export const maybeRenderHead = (): string => "";

/** A part of a template as HTML: text is escaped, what is HTML already stays, nothing is nothing. */
function html(part: unknown): string {
  if (typeof part === "string") return escapeHTML(part);
  if (part instanceof String) return part.toString();
  if (Array.isArray(part)) {
    let text = "";
    for (const piece of part) text += html(piece);
    return text;
  }
  if (typeof part === "function") return html(part());
  return part || part === 0 ? escapeHTML(String(part)) : "";
}

/** The tag of a component's templates. */
export function render(strings: TemplateStringsArray, ...parts: readonly unknown[]): string {
  let text = strings[0]!;
  for (let i = 0; i < parts.length; i++) text += html(parts[i]) + strings[i + 1]!;
  return markHTMLString(text);
}

/** An attribute, left out where it has no value. */
export function addAttribute(value: unknown, name: string): unknown {
  if (value === false) return "";
  return attribute(value === true ? "" : value, name);
}

/** A component within a component. */
export function renderComponent(
  result: Result,
  name: string,
  component: unknown,
  props: unknown,
  slots: Slots,
): unknown {
  if (component === Fragment) return slots.default?.();
  if (typeof component !== "function") throw new TypeError(`${name} is no plain component`);
  return (component as Component)(result, props, slots);
}

/** What a component's user puts into it. */
export function renderSlot(_result: Result, slot: (() => unknown) | undefined): unknown {
  return slot?.();
}

const RESULT: Result = { createAstro: (props) => ({ props }) };

/**
 * Renders a plain component.
 * @param slots HTML for its slots, by their names
 */
export function renderToString(
  component: Component,
  props: unknown,
  slots: Record<string, string> = {},
): string {
  const filled: Slots = {};
  for (const name in slots) filled[name] = () => markHTMLString(slots[name]!);
  return html(component(RESULT, props, filled));
}
