import type { VNode } from "preact";
import { zoneName } from "../components/address/address.ts";
import { StatusLine } from "../components/live/StatusLine.tsx";
import { PipelineView } from "../components/pipeline/PipelineView.tsx";
import { usePipeline } from "../components/pipeline/viewer.tsx";
import type { Pipeline } from "../domain/pipeline/pipeline.ts";

/** Props of {@linkcode LivePipeline}. */
export interface LivePipelineProps {
  /** State when the server rendered the page. */
  rendered: Pipeline;
}

/** The page of the pipeline. */
export function LivePipeline({ rendered }: LivePipelineProps): VNode {
  const { pipeline, viewer, status } = usePipeline(rendered);
  return (
    <>
      <div class="heading">
        <h1>Pipeline</h1>
        <p class="query">Times in {zoneName(viewer.value.zone)}</p>
        <StatusLine class="asof" text={status.value} />
      </div>
      <PipelineView pipeline={pipeline.value} viewer={viewer.value} />
    </>
  );
}
