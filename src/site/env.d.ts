/** A component of the site, compiled for the browser by adapters/astro-in-browser.ts. */
declare module "*.astro?in-browser" {
  const component: import("./desk/astro-runtime.ts").Component;
  export default component;
}
