import type { Language } from "../language.ts";
import { phrases } from "../phrases.ts";

/** Arabic, written from right to left; every thing is masculine and singular. */
export const arabic: Language = {
  posts: {
    positive: phrases(`
      {thing} كان {fine} {when}
      أعجبني {thing} كثيرًا {where}
      {person} أخبرني عنه، وفعلًا {thing} {fine}
      شكرًا لمن صنع {thing}
    `),
    negative: phrases(`
      {thing} كان {poor} {when}
      لم يعجبني {thing} {where}
      {person} أخبرني من قبل: {thing} {poor}
      توقعت أكثر، لكن {thing} {poor}
    `),
    neutral: phrases(`
      متى يبدأ {thing}؟
      {thing} {where} {when}
      {person} يسأل: أين {thing}؟
      الموعد يوم {day}: {thing}
    `),
  },
  tails: {
    positive: phrases("يوم سعيد. | ضحكنا كثيرًا. | نلتقي يوم {day}."),
    negative: phrases("يا خسارة. | كان الجو باردًا. | ربما يوم {day} أفضل."),
    neutral: phrases("التفاصيل يوم {day}. | أنا الآن {where}. | {person} يعرف."),
  },
  things: phrases(
    "المقهى الجديد | سوق الحي | حفل المدرسة | كتاب النادي | متحف الميناء | خبز الصباح | درس الموسيقى",
  ),
  about: phrases(`
    النقاش حول <word> | البرنامج عن <word> | المقال عن <word> | الكتاب عن <word> | الملف الخاص حول <word>
  `),
  and: ["و", "مع"],
  stop: ". ",
  tags: phrases("اليوم | قراءة | قهوة | صباح_الخير | أخبار"),
  slots: {
    fine: phrases("رائع | جميل جدًا | ممتع | مفيد | لطيف"),
    poor: phrases("ممل | طويل جدًا | ضعيف | مزعج | متعب"),
    person: phrases("صديقي | أخي | جاري | زميلي | أبي | المعلم"),
    where: phrases(
      "في القطار | في البيت | في المكتبة | في العمل | في الحديقة | في المطبخ",
    ),
    when: phrases("اليوم | هذا المساء | هذا الصباح | هذا الأسبوع"),
    day: phrases("الإثنين | الثلاثاء | الأربعاء | الخميس | الجمعة | السبت | الأحد"),
  },
};
