/** A page that is written in Markdown. */
export interface SitePage {
  path: string;
  title: string;
  description: string;
  /** Its file from the root of the repository; or what it is made from: see markdownOf(). */
  source: string;
}

/** Pages of the documentation under one heading, as its navigation shows them. */
export interface DocsSection {
  title: string;
  pages: Pick<SitePage, 'path' | 'title'>[];
}
