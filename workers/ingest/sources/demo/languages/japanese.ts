import type { Language } from "../language.ts";
import { phrases } from "../phrases.ts";

/** Japanese; blanks keep a tracked word a token of its own. */
export const japanese: Language = {
  posts: {
    positive: phrases(`
      {when}の{thing}、{fine}！
      {person}に教えてもらった{thing}が{fine}
      {where}で{thing}。{fine}
      {thing}のおかげで{when}は元気
    `),
    negative: phrases(`
      {when}の{thing}、{poor}
      {where}で{thing}。{poor}…
      {person}も{thing}は{poor}と言っていた
      期待していたのに{thing}が{poor}
    `),
    neutral: phrases(`
      {thing}は何時から？
      {when}は{where}で{thing}
      {person}と{thing}の話をした
      {day}に{thing}があるらしい
    `),
  },
  tails: {
    positive: phrases("{person}ありがとう。 | また{day}に。 | 笑いすぎた。"),
    negative: phrases("残念。 | {person}も疲れていた。 | もう帰りたい。"),
    neutral: phrases("続きは{day}。 | いま{where}。 | {person}に聞いてみる。"),
  },
  things: phrases(
    "新しいパン屋 | 商店街の祭り | 昨日の試合 | 図書館の展示 | 夜のバス | 合唱の練習 | 朝の散歩 | 将棋の番組",
  ),
  about: phrases(`
    <word> のニュース | <word> の話題 | <word> の番組 | <word> の記事 | <word> の本 | <word> のまとめ
  `),
  and: ["と", "＆"],
  stop: "。",
  tags: phrases("今日 | 読書 | おはよう | 週末 | コーヒー"),
  slots: {
    fine: phrases(
      "最高だった | 楽しかった | 面白かった | とてもよかった | 素敵だった",
    ),
    poor: phrases(
      "つまらなかった | 長すぎた | いまいちだった | うるさかった | わかりにくかった",
    ),
    person: phrases("姉 | 弟 | 友だち | 同僚 | 先生 | 隣の人 | 母"),
    where: phrases("電車 | 家 | 図書館 | 会社 | 公園 | 台所 | 駅前"),
    when: phrases("今日 | 今朝 | 今夜 | 今週 | 昼休み"),
    day: phrases("月曜 | 火曜 | 水曜 | 木曜 | 金曜 | 土曜 | 日曜"),
  },
};
