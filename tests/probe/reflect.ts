/*
 * The little of the Reflect Metadata API that the library for certificates asks for when it is loaded; it must stand
 * before its import.
 */

const store = new WeakMap<object, Map<unknown, unknown>>();
const own = (key: unknown, target: object) => store.get(target)?.get(key);

Object.assign(Reflect, {
  defineMetadata: (key: unknown, value: unknown, target: object) => {
    store.set(target, (store.get(target) ?? new Map()).set(key, value));
  },
  getOwnMetadata: own,
  hasOwnMetadata: (key: unknown, target: object) => store.get(target)?.has(key) ?? false,
  getMetadata: (key: unknown, target: object) => {
    for (let each: object | null = target; each; each = Object.getPrototypeOf(each)) {
      const value = own(key, each);
      if (value !== undefined) return value;
    }
    return undefined;
  },
});
