import type { VNode } from "preact";
import type { Pipeline } from "../../domain/pipeline/pipeline.ts";
import { GapList } from "./GapList.tsx";
import { PipelineTiles } from "./PipelineTiles.tsx";
import { SkippedTable } from "./SkippedTable.tsx";
import { SourceList } from "./SourceList.tsx";
import { SpendingNote } from "./SpendingNote.tsx";
import type { Viewer } from "./viewer.ts";

/** Props of {@linkcode PipelineView}. */
export interface PipelineViewProps {
  pipeline: Pipeline;
  viewer: Viewer;
}

/** How all that flows is doing. */
export function PipelineView({ pipeline, viewer }: PipelineViewProps): VNode {
  const { sources, gaps, storage, spending } = pipeline;
  return (
    <div class="topic">
      <PipelineTiles pipeline={pipeline} viewer={viewer} />
      <div class="columns">
        <div class="flow">
          <SourceList sources={sources} viewer={viewer} />
          <GapList gaps={gaps} viewer={viewer} />
        </div>
        <div class="flow">
          {spending && <SpendingNote spending={spending} viewer={viewer} />}
          <SkippedTable skipped={storage.skipped} />
        </div>
      </div>
    </div>
  );
}
