import type { FieldDiagnostic } from "../../../desk/check-draft.ts";
import type { DeskAgency, DeskPlatform } from "../../../desk/data.ts";
import type { Draft, DraftDistribution } from "../../../desk/draft.ts";
import {
  applies,
  contactOptions,
  type FormField,
  type FormSection,
  isRequired,
} from "../../../desk/fields.ts";
import { type DistributionActs, Distributions } from "./Distributions.tsx";
import { Field, type FormActs, Keywords } from "./Field.tsx";
import { keyOf, textAt } from "./places.ts";

export interface SectionsProps {
  sections: readonly FormSection[];
  resourceFields: readonly FormField[];
  draft: Draft;
  agency: DeskAgency;
  platform: DeskPlatform;
  /** By place; those to be shown. */
  findings: ReadonlyMap<string, readonly FieldDiagnostic[]>;
  notes: ReadonlyMap<string, string>;
  isLocked: (field: FormField) => boolean;
  acts: FormActs;
  distributionActs: DistributionActs;
  say: (text: string) => void;
  paste: (text: string) => { distributions: DraftDistribution[]; notes: string[] };
}

/** The form's sections, with a list of links to them. */
export function Sections(props: SectionsProps) {
  const { sections, draft, findings } = props;
  const errorsIn = (section: FormSection) => {
    const names = new Set(
      section.key === "distribution" ? ["distribution"] : section.fields.map((f) => f.name),
    );
    const found = [...findings].filter(([key]) => names.has(key.split(".")[0]!)).flatMap(([, list]) => list);
    return found.filter(({ severity }) => severity === "error").length;
  };
  return (
    <div class="sections">
      <nav class="contents" aria-label="表單的段落">
        <ul>
          {sections.map((section) => {
            const errors = errorsIn(section);
            return (
              <li key={section.key}>
                <a href={`#s-${section.key}`}>
                  {section.title}
                  {errors > 0 && <small class="error"> {errors} 個錯誤</small>}
                </a>
              </li>
            );
          })}
        </ul>
      </nav>
      <div>
        <p class="hint">
          「<span class="star">*</span>」代表必填。
        </p>
        {sections.map((section) => (
          <fieldset key={section.key} id={`s-${section.key}`} class="section" tabIndex={-1}>
            <legend>
              <h2>{section.title}</h2>
            </legend>
            {section.key === "distribution" ? (
              <Distributions
                values={draft.values}
                identifier={`${draft.agency}-${draft.serial}`}
                fields={props.resourceFields}
                findings={findings}
                notes={props.notes}
                acts={props.acts}
                distributionActs={props.distributionActs}
                say={props.say}
                paste={props.paste}
              />
            ) : section.key === "agency" ? (
              <AgencyFields {...props} fields={section.fields} />
            ) : (
              <Controls {...props} fields={section.fields} />
            )}
          </fieldset>
        ))}
      </div>
    </div>
  );
}

function Controls(
  props: SectionsProps & { fields: readonly FormField[]; inherited?: Record<string, string> },
) {
  const { fields, draft, findings, notes, isLocked, acts, inherited = {} } = props;
  const { values } = draft;
  return (
    <div class="controls">
      {fields
        .filter((field) => applies(field, values))
        .map((field) => {
          const place = [field.name];
          const common = {
            field,
            place,
            required: isRequired(field, values),
            findings: findings.get(field.name) ?? findingsWithin(findings, field.name),
            note: notes.get(keyOf(place)),
            locked: isLocked(field),
            inherited: inherited[field.name],
            acts,
          };
          return field.control === "keywords" ? (
            <Keywords key={field.name} {...common} keywords={values.keyword ?? []} />
          ) : (
            <Field key={field.name} {...common} value={textAt(values, place)} />
          );
        })}
    </div>
  );
}

/** Findings about one of a list's items, such as a keyword, stand at the list. */
const findingsWithin = (findings: ReadonlyMap<string, readonly FieldDiagnostic[]>, name: string) =>
  [...findings].flatMap(([key, list]) => (key.startsWith(`${name}.`) ? list : []));

/** 機關與聯絡: what comes from the agency's file, and below it what a dataset may say otherwise. */
function AgencyFields(props: SectionsProps & { fields: readonly FormField[] }) {
  const { agency, platform, draft, fields, findings } = props;
  const windows = agency.agency.contacts ?? [];
  const window = windows.find(({ id }) => id === draft.values.contact) ?? windows[0];
  const code = platform.agencies.find((a) => a.code === agency.agency.code)?.ministry;
  const ministry = [agency.agency, ...agency.above].find((a) => a.code === code) ?? agency.agency;
  const above = ministry.contacts?.[0];
  const inherited: Record<string, string | undefined> = {
    publisher: agency.agency.name,
    publisherContactName: window?.name,
    publisherContactPhone: window?.phone,
    publisherContactEmail: window?.email,
    organization: ministry.name,
    organizationContactName: above?.name,
    organizationContactPhone: above?.phone,
    organizationContactEmail: above?.email,
  };
  const known = Object.fromEntries(Object.entries(inherited).filter(([, text]) => text)) as Record<
    string,
    string
  >;
  const contact = fields
    .filter((field) => field.name === "contact")
    .map((field): FormField => ({ ...field, control: "select", options: contactOptions(agency) }));
  const others = fields.filter((field) => field.name !== "contact");
  const isUsed = others.some((f) => textAt(draft.values, [f.name]) !== "" || findings.has(f.name));
  return (
    <>
      {windows.length > 0 && <Controls {...props} fields={contact} />}
      <dl class="pairs">
        {others
          .filter((field) => known[field.name])
          .map((field) => (
            <div key={field.name}>
              <dt>{field.label}</dt>
              <dd>{textAt(draft.values, [field.name]) || known[field.name]}</dd>
            </div>
          ))}
      </dl>
      <details open={isUsed || windows.length === 0}>
        <summary>為這個資料集另行指定（通常不必填）</summary>
        <Controls {...props} fields={others} inherited={known} />
      </details>
    </>
  );
}
