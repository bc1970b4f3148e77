import {
  type DocumentNode,
  type FieldNode,
  type FragmentDefinitionNode,
  type GraphQLNamedType,
  type GraphQLSchema,
  getNamedType,
  isCompositeType,
  isInterfaceType,
  isObjectType,
  Kind,
  type OperationDefinitionNode,
  type SelectionSetNode,
  type ValueNode,
} from "graphql";

/*
 * What a query costs and whether GitHub takes it, as it documents ("Rate limits and query limits for the GraphQL
 * API"): one request for each connection of each node that may come, divided by 100; 500,000 nodes at most; every
 * connection with `first` or `last`, from 1 to 100.
 */

export interface Cost {
  requests: number;
  nodes: number;
  points: number;
  errors: { type: string; message: string; path: string[] }[];
}

const MOST_NODES = 500_000;
const MOST_RECORDS = 100;

/** Words that show the records of a connection, not only their number. */
const RECORDS = new Set(["nodes", "edges"]);

export function costOf(
  schema: GraphQLSchema,
  document: DocumentNode,
  operation: OperationDefinitionNode,
  variables: Record<string, unknown>,
): Cost {
  const fragments = new Map<string, FragmentDefinitionNode>();
  for (const each of document.definitions) {
    if (each.kind === Kind.FRAGMENT_DEFINITION) fragments.set(each.name.value, each);
  }
  const cost: Cost = { requests: 0, nodes: 0, points: 1, errors: [] };

  const literal = (node: ValueNode | undefined): unknown => {
    if (node?.kind === Kind.VARIABLE) return variables[node.name.value];
    if (node?.kind === Kind.INT) return Number(node.value);
    if (node?.kind === Kind.LIST) return node.values;
    return undefined;
  };
  const argument = (field: FieldNode, name: string) =>
    literal(field.arguments?.find((each) => each.name.value === name)?.value);

  /** Fields of a selection with the type on which they are asked, fragments taken apart. */
  function fieldsOf(
    set: SelectionSetNode,
    type: GraphQLNamedType,
  ): { field: FieldNode; type: GraphQLNamedType }[] {
    return set.selections.flatMap((selection) => {
      if (selection.kind === Kind.FIELD) return [{ field: selection, type }];
      const fragment =
        selection.kind === Kind.FRAGMENT_SPREAD ? fragments.get(selection.name.value)! : selection;
      const on = fragment.typeCondition ? schema.getType(fragment.typeCondition.name.value)! : type;
      return fieldsOf(fragment.selectionSet, on);
    });
  }

  /** Fields that are asked for several times under one name are one connection. */
  function walk(
    sets: { set: SelectionSetNode; type: GraphQLNamedType }[],
    times: number,
    path: string[],
  ): void {
    const merged = new Map<string, { fields: FieldNode[]; type: GraphQLNamedType }>();
    for (const { field, type } of sets.flatMap(({ set, type: on }) => fieldsOf(set, on))) {
      const key = `${type.name}.${field.alias?.value ?? field.name.value}`;
      if (!merged.has(key)) merged.set(key, { fields: [], type });
      merged.get(key)!.fields.push(field);
    }
    for (const { fields, type } of merged.values()) {
      const [field] = fields as [FieldNode, ...FieldNode[]];
      const name = field.name.value;
      if (name.startsWith("__") || !(isObjectType(type) || isInterfaceType(type))) continue;
      const definition = type.getFields()[name];
      const result = definition && getNamedType(definition.type);
      if (!definition || !result || !isCompositeType(result)) continue;
      const here = [...path, field.alias?.value ?? name];
      const inner = fields.flatMap(({ selectionSet }) =>
        selectionSet ? [{ set: selectionSet, type: result }] : [],
      );
      let below = times;
      if (definition.args.some((each) => each.name === "first") && result.name.endsWith("Connection")) {
        const [first, last] = [argument(field, "first"), argument(field, "last")];
        const hasRecords = inner
          .flatMap(({ set }) => fieldsOf(set, result))
          .some((each) => RECORDS.has(each.field.name.value));
        const count = refusal(name, first, last, hasRecords, here);
        cost.requests += times;
        cost.nodes += times * count;
        below = times * count;
      } else if (name === "nodes" && type.name === "Query") {
        const ids = argument(field, "ids");
        below = times * (Array.isArray(ids) ? ids.length : 1);
      }
      walk(inner, below, here);
    }
  }

  /** How many records are asked for; notes what GitHub refuses. */
  function refusal(name: string, first: unknown, last: unknown, hasRecords: boolean, path: string[]): number {
    const fail = (type: string, message: string) => {
      cost.errors.push({ type, message, path });
      return 0;
    };
    const isGiven = (value: unknown): value is number => value !== undefined && value !== null;
    if (isGiven(first) && isGiven(last)) {
      return fail(
        "ARGUMENT_LIMIT",
        `Passing both \`first\` and \`last\` to paginate the \`${name}\` connection is not supported.`,
      );
    }
    const [word, count] = isGiven(first) ? ["first", first] : ["last", last];
    if (!isGiven(count)) {
      if (!hasRecords) return 0;
      return fail(
        "MISSING_PAGINATION_BOUNDARIES",
        `You must provide a \`first\` or \`last\` value to properly paginate the \`${name}\` connection.`,
      );
    }
    if (count < 0)
      return fail("ARGUMENT_LIMIT", `\`${word}\` on the \`${name}\` connection cannot be less than zero.`);
    if (count > MOST_RECORDS) {
      return fail(
        "EXCESSIVE_PAGINATION",
        `Requesting ${count} records on the \`${name}\` connection exceeds the \`${word}\` limit of ${MOST_RECORDS} records.`,
      );
    }
    return count;
  }

  const root = schema.getRootType(operation.operation)!;
  walk([{ set: operation.selectionSet, type: root }], 1, []);
  if (cost.nodes > MOST_NODES) {
    const number = (value: number) => value.toLocaleString("en-US");
    cost.errors.push({
      type: "MAX_NODE_LIMIT_EXCEEDED",
      message: `This query requests up to ${number(cost.nodes)} possible nodes which exceeds the maximum limit of ${number(MOST_NODES)}.`,
      path: [],
    });
  }
  cost.points = Math.max(1, Math.round(cost.requests / 100));
  return cost;
}
