/** Source of a pattern for a face made of punctuation; needs the `v` flag. */
export const SMILEY = String
  .raw`[:;=]-?[\)\]]|[:;=]-?D(?![\p{L}\p{Nd}])|[:=]['’]?-?[\(\[]|(?:<|&lt;)3(?!\p{Nd})`;

/** The emoji that a face made of punctuation stands for. */
export function readSmiley(smiley: string): string {
  switch (smiley.at(-1)) {
    case "D":
      return "😃";
    case "3":
      return "❤";
    case ")":
    case "]":
      return smiley.startsWith(";") ? "😉" : "🙂";
    default:
      return /['’]/.test(smiley) ? "😢" : "🙁";
  }
}
