import type { State } from "../../state.ts";

/** A state for tests: what is not given must not be called. */
export function fakeState(given: Partial<State>): State {
  const refuse = (name: string) => () => {
    throw new Error(`${name}() was not to be called`);
  };
  return {
    listTopics: refuse("listTopics"),
    readExtent: refuse("readExtent"),
    readSeries: refuse("readSeries"),
    readSourceSeries: refuse("readSourceSeries"),
    readInterruptions: refuse("readInterruptions"),
    readPipeline: refuse("readPipeline"),
    readTerms: refuse("readTerms"),
    compareTerms: refuse("compareTerms"),
    readPosts: refuse("readPosts"),
    exportPosts: refuse("exportPosts"),
    readSnapshot: refuse("readSnapshot"),
    watch: refuse("watch"),
    admin: {
      admit: refuse("admit"),
      beginSession: refuse("beginSession"),
      hasSession: refuse("hasSession"),
      add: refuse("add"),
      change: refuse("change"),
      remove: refuse("remove"),
      test: refuse("test"),
    },
    findUnready: refuse("findUnready"),
    readMetrics: refuse("readMetrics"),
    banner: null,
    source: "test",
    log: refuse("log"),
    ...given,
  };
}
