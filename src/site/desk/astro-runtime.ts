import { escapeHTML, markHTMLString, unescapeHTML } from "astro/runtime/server/escape.js";

/*
 * What a compiled component asks of Astro's runtime, as far as plain components ask. The whole of that runtime weighs
 * more than the form, since it brings islands, content policies and a schema library; tests hold what is rendered here
 * to what the build writes.
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
  if (part instanceof String) return part.toString();
  if (Array.isArray(part)) return part.map(html).join("");
  if (typeof part === "function") return html(part());
  return part || part === 0 ? escapeHTML(String(part)) : "";
}

/** The tag of a component's templates. */
export function render(strings: TemplateStringsArray, ...parts: readonly unknown[]): string {
  return markHTMLString(strings.reduce((text, string, i) => text + html(parts[i - 1]) + string));
}

/** An attribute, left out where it has no value. */
export function addAttribute(value: unknown, name: string): string {
  if (value === undefined || value === null || value === false) return "";
  return markHTMLString(value === true ? ` ${name}` : ` ${name}="${escapeHTML(String(value))}"`);
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
  if (typeof component !== "function") throw new TypeError(`${name} can't be rendered in the browser`);
  return (component as Component)(result, props, slots);
}

/** What a component's user puts into it. */
export function renderSlot(_result: Result, slot: (() => unknown) | undefined): unknown {
  return slot?.();
}

/** Renders a component to HTML, as the site does. */
export function renderToString(component: Component, props: unknown): string {
  return html(component({ createAstro: (own) => ({ props: own }) }, props, {}));
}
