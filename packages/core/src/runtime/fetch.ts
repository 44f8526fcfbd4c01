/** The `fetch` of the platform, or one that stands in for it. */
export type FetchFunction = (request: Request) => Promise<Response>;
