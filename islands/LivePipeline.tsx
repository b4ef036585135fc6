import type { VNode } from "preact";
import { zoneName } from "../components/address/zone.ts";
import { PipelineView } from "../components/pipeline/PipelineView.tsx";
import { usePipeline } from "../components/pipeline/pipeline.ts";
import type { Pipeline } from "../domain/pipeline/pipeline.ts";

/** Props of {@linkcode LivePipeline}. */
export interface LivePipelineProps {
  /** As it was when the server rendered the page. */
  rendered: Pipeline;
}

/** Everything on the page of the pipeline. */
export function LivePipeline({ rendered }: LivePipelineProps): VNode {
  const { pipeline, viewer, words } = usePipeline(rendered);
  const { kind, word, detail } = words.value;
  return (
    <>
      <div class="heading">
        <h1>Pipeline</h1>
        <p class="query">Times in {zoneName(viewer.value.zone)}</p>
        <p class="asof" data-status={kind}>
          <span role="status">{word}</span>
          <span>{detail}</span>
        </p>
      </div>
      <PipelineView pipeline={pipeline.value} viewer={viewer.value} />
    </>
  );
}
