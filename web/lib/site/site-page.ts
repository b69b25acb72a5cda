/** A page that is written in Markdown. */
export interface SitePage {
  path: string;
  title: string;
  description: string;
  /** Its file from the root of the repository; or what it is made from: see markdownOf(). */
  source: string;
}
