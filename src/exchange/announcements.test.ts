import { expect, it } from "vitest";
import type { Announcement } from "../catalogue/announcements.ts";
import { sampleCatalogue } from "../catalogue/fixtures.ts";
import { announcementFiles } from "./announcements.ts";
import { sitemaps } from "./sitemap.ts";
import { readXml } from "./xml.test-helper.ts";

const PLACE = { origin: "https://data.example", base: "/c/" };
const announcements: Announcement[] = [
  {
    slug: "second",
    title: "第二則 <b>&",
    date: "2026-02-03",
    audience: ["reviewer"],
    text: "見[說明](/guide/)。",
  },
  {
    slug: "first",
    title: "第一則",
    date: "2026-01-02",
    audience: ["provider", "reviewer"],
    text: "## 細節\n\n內文",
  },
];
const catalogue = { ...sampleCatalogue(), announcements };
const files = [...announcementFiles(catalogue, PLACE)].map(
  (file) => [file.path, String(file.content)] as const,
);
const textOf = (path: string) => files.find(([each]) => each === path)![1];

it("lists announcements for the workbench, with plain text and the page's address", () => {
  expect(JSON.parse(textOf("office/announcements.json"))).toEqual({
    announcements: [
      {
        slug: "second",
        title: "第二則 <b>&",
        date: "2026-02-03",
        audience: ["reviewer"],
        text: "見說明。",
        url: "/c/announcements/second/",
      },
      {
        slug: "first",
        title: "第一則",
        date: "2026-01-02",
        audience: ["provider", "reviewer"],
        text: "細節\n內文",
        url: "/c/announcements/first/",
      },
    ],
  });
});

it("gives them as a feed, with whole addresses", () => {
  const feed = textOf("announcements/feed.atom");
  expect(() => readXml(feed)).not.toThrow();
  expect(feed).toContain("<updated>2026-02-03T00:00:00+08:00</updated>");
  expect(feed).toContain("<id>https://data.example/c/announcements/first/</id>");
  expect(feed).toContain("<title>第二則 &lt;b&gt;&amp;</title>");
  expect(feed).toContain("&lt;a href=&quot;https://data.example/c/guide/&quot;&gt;說明&lt;/a&gt;");
});

it("has an empty list and an empty feed where there are none", () => {
  const [list, feed] = [...announcementFiles(sampleCatalogue(), PLACE)].map((file) => String(file.content));
  expect(JSON.parse(list!)).toEqual({ announcements: [] });
  expect(() => readXml(feed!)).not.toThrow();
});

it("names their pages in the sitemap, once each", () => {
  const [map] = [...sitemaps(catalogue, PLACE, "full")].map((file) => String(file.content));
  expect(map).toContain("<loc>https://data.example/c/announcements/first/</loc>");
  expect(map).not.toContain("/en/announcements/first/");
  expect(map).toContain("<loc>https://data.example/c/en/announcements/</loc>");
});
