import {
  type ComponentChild,
  type ComponentChildren,
  isValidElement,
  toChildArray,
  type VNode,
} from "preact";
import { useEffect } from "preact/hooks";

/** Props of {@linkcode Head}. */
export interface HeadProps {
  children?: ComponentChildren;
}

type Attributes = Record<string, unknown>;

/** Puts its children into the page's `<head>`. */
export function Head({ children }: HeadProps): ComponentChildren {
  // The server takes the children instead of calling this.
  useEffect(() => toChildArray(children).forEach(apply), [children]);
  return null;
}

function apply(child: ComponentChild): void {
  if (!isValidElement(child) || typeof child.type !== "string") return;
  const { children, ...attributes } = child.props as Attributes;
  const text = toChildArray(children as ComponentChildren).join("");
  if (child.type === "title") {
    document.title = text;
    return;
  }
  const element = find(child.type, child.key, attributes) ??
    document.head.appendChild(document.createElement(child.type));
  if (child.key != null) element.setAttribute("data-key", String(child.key));
  for (const [name, value] of Object.entries(attributes)) {
    element.setAttribute(name, String(value));
  }
  if (text !== "") element.textContent = text;
}

function find(type: string, key: VNode["key"], attributes: Attributes) {
  const same = (name: string, value: unknown) =>
    document.head.querySelector(
      `${type}[${name}=${CSS.escape(String(value))}]`,
    );
  if (key != null) return same("data-key", key);
  for (const name of ["id", "name", "rel"]) {
    if (name in attributes) return same(name, attributes[name]);
  }
  return null;
}
