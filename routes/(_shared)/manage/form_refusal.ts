import { HttpError } from "fresh";
import { QuerySyntaxError } from "../../../domain/query/query_syntax_error.ts";
import { FieldError } from "../../../domain/topic/field_error.ts";
import type { FormError } from "../../../domain/topic/form_error.ts";

type ErrorStatus = HttpError["status"];

/** Thrown when what a form asks for is not done: its page says why. */
export class FormRefusal extends Error {
  constructor(
    readonly status: ErrorStatus,
    readonly shown: FormError,
    readonly headers: Record<string, string> = {},
    options?: ErrorOptions,
  ) {
    super(shown.message, options);
    this.name = "FormRefusal";
  }

  /** What a page can say of an error; null if it is not the one who asks who can mend it. */
  static of(error: unknown): FormRefusal | null {
    if (error instanceof FormRefusal) return error;
    const options = { cause: error };
    const refuse = (
      status: ErrorStatus,
      message: string,
      field: FormError["field"] = null,
      position: number | null = null,
    ) => new FormRefusal(status, { field, message, position }, {}, options);

    if (error instanceof QuerySyntaxError) {
      return refuse(400, error.message, "query", error.position);
    }
    if (error instanceof FieldError) {
      const { field, message } = error;
      if (field === "slug") {
        return refuse(400, message.replace(/^slug/, "The name"), "slug");
      }
      return refuse(400, message, field === "color" ? "color" : null);
    }
    if (!(error instanceof HttpError) || error.status >= 500) return null;
    const isTaken = error.cause instanceof Error &&
      error.cause.name === "TopicExistsError";
    return refuse(error.status, error.message, isTaken ? "slug" : null);
  }
}
