/** A component of the site, compiled to a plain function by adapters/plain-components.ts. */
declare module "*.astro?plain" {
  const component: import("./plain-runtime.ts").Component;
  export default component;
}
