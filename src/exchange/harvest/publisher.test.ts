import { expect, test } from "vitest";
import { linkAgencies } from "../../catalogue/catalogue.ts";
import { publisherTest } from "./publisher.ts";

const agencies = linkAgencies([
  { code: "A41000000G", name: "國家發展委員會", shortNames: ["國發會"], oid: "2.16.886.101.20003.20069" },
  { code: "A09000000E", name: "教育部", nameEn: "Ministry of Education", oid: "2.16.886.101.20003.20008" },
  { code: "379000000A", name: "臺北市政府" },
]);
const other = publisherTest(agencies.get("A41000000G")!, agencies, "ckan");

test.each([
  ["its own code", { code: "A41000000G" }, undefined],
  ["another's code", { code: "A09000000E", name: "國家發展委員會" }, "教育部"],
  ["a code that nobody has", { code: "A99999999Z" }, undefined],
  ["a code that nobody has, and another's name", { code: "A99999999Z", name: "教育部" }, "教育部"],
  ["its own OID", { oid: "2.16.886.101.20003.20069", name: "教育部" }, undefined],
  ["another's OID", { oid: "2.16.886.101.20003.20008" }, "教育部"],
  ["its own short name", { name: "國發會" }, undefined],
  ["another's name, in another form of 臺", { name: "台北市政府" }, "臺北市政府"],
  ["another's name, wide and spaced", { name: "ＭＩＮＩＳＴＲＹ of  Education" }, "教育部"],
  ["a name that nobody has", { name: "資訊室" }, undefined],
  ["nothing", {}, undefined],
])("a publisher known by %s", (_, publisher, name) => {
  expect(other(publisher)).toBe(name);
});

test.each([
  ["its own name", { name: "國家發展委員會" }, undefined],
  ["a name that the register does not have", { name: "某某鄉公所" }, "某某鄉公所"],
  ["none", {}, undefined],
])("in a list of the whole country a publisher with %s", (_, publisher, name) => {
  expect(publisherTest(agencies.get("A41000000G")!, agencies, "data.gov.tw")(publisher)).toBe(name);
});
