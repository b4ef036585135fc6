import type { Grammar } from "../fill.ts";
import { phrases } from "../phrases.ts";

/** What fills English posts. */
export const englishSlots: Grammar = {
  fine: phrases(`
    brilliant | wonderful | a real delight | great fun | lovely | fantastic | amazing | superb | excellent
    better than I hoped | a joy | beautiful | perfect | simply charming | awesome | a pleasure | so good
    impressive | pretty good | a success | a nice surprise | really well done
  `),
  cheery: phrases(`
    good | cheerful | charming | inspiring | funny | sweet | lovely | clever | relaxing | delightful | beautiful
    kind | warm | hopeful | fresh | bright | calm | generous | brave | friendly
  `),
  poor: phrases(`
    terrible | awful | a letdown, so disappointing | really boring | dull | a mess | a waste of time | horrible
    bad | poor | far too long and boring | a bit of a muddle | useless | worse than I feared | a failure | confusing
    dreadful | a bad joke | so annoying
  `),
  dreary: phrases(`
    boring | annoying | confusing | tiring | sad | dull | stressful | ugly | gloomy | lame | frustrating | depressing
    wrong | weak | miserable | ridiculous | dreadful
  `),
  dreary2: phrases(`
    sad | silly | lazy | rude | useless | pointless | lonely | scary | clumsy
  `),
  upset: phrases(`
    sad | annoyed | disappointed | upset | angry | tired | worried | frustrated | bored | confused | unhappy | nervous
  `),
  glad: phrases(`
    I am glad I did | I love it | I feel happy | I enjoyed every minute | it was worth the wait | I am a fan now
    it made me laugh twice | my heart is full | I feel inspired | I am so grateful | that was fun
  `),
  upside: phrases(`
    Great company, too. | The crowd was lovely. | Good people all round. | Everyone was friendly. | Free cake helped.
    The weather was perfect. | Laughter all over the place. | Even the queue was fun. | The kids loved it.
    The view is beautiful. | {person} cried happy tears. | It ended well. | The music was wonderful.
    Thank you, {where2}! | So much care in the details. | The tea was excellent. | I feel lucky.
    Best {span} in weeks. | {small} made it perfect. | Well done, everyone.
  `),
  downside: phrases(`
    The queue was awful. | The sound was bad. | Nobody could help. | It crashed twice. | Sad to say.
    The weather was horrible. | My feet hurt. | {person} fell asleep, bored. | It broke on {day}. | The wifi failed.
    I missed half of it. | It was cold and noisy, a pain. | The seats hurt my back. | Such a shame.
    {nuisance} made it worse. | We got lost on the way. | The coffee was terrible. | It ended badly.
    Worst {span} in weeks. | I expected more, sadly.
  `),
  person: phrases(`
    my sister | my brother | a colleague | the neighbour | my aunt | my flatmate | the barista | a friend | my dad | my mum
    our teacher | the bus driver | my cousin | the librarian | my old boss | somebody next to me | my daughter | my son
    the whole office | grandma | my running partner | the kid next door | our goalkeeper | the choir | my dentist
  `),
  when: phrases(`
    today | tonight | this morning | this week | this afternoon | this weekend | right now | after work | before lunch
    on {day} | this evening | at {clock} | all week
  `),
  where: phrases(`
    on the train | on the ferry | at the library | in the kitchen | at work | on the bus | in the park | on the balcony
    at the café | in the waiting room | at the station | in the garden | by the lake | at home | in the back row
    on the night shift | at the bakery | in the rain | on my bike | at the market
  `),
  where2: phrases(`
    the harbour | platform {number} | row {number} | the third floor | the old town | the island | the north side
    the reading room | the hill | our street | the far end of the hall | the allotments
  `),
  span: phrases(
    "day | morning | week | night | weekend | lunch break | commute | Sunday",
  ),
  day: phrases(
    "Monday | Tuesday | Wednesday | Thursday | Friday | Saturday | Sunday",
  ),
  clock: phrases(
    "{hour}:00 | {hour}:15 | {hour}:20 | {hour}:30 | {hour}:40 | {hour}:45 | {hour}:50",
  ),
  hour: phrases(
    "7 | 8 | 9 | 10 | 11 | 12 | 14 | 15 | 16 | 17 | 18 | 19 | 20 | 21",
  ),
  number: phrases(
    "2 | 3 | 4 | 5 | 6 | 7 | 8 | 9 | 10 | 11 | 12 | 14 | 15 | 17",
  ),
  many: phrases("15 | 16 | 18 | 20 | 24 | 30"),
  small: phrases(`
    a pot of tea | warm bread | a long walk | clean socks | a window seat | tomato soup | an early night | a new pencil
    the crossword | fresh coffee | a swim | pancakes | an old record | a good pillow | the first strawberries
    a phone call with {person} | a quiet hour | dumplings | a library card | the sun on my desk
  `),
  nuisance: phrases(`
    a flat tyre | the printer | wet shoes | cold coffee | the traffic | a dead battery | the alarm clock | a lost key
    the drill next door | a delayed train | the lift being stuck | a broken umbrella | the long queue | my noisy fridge
    an empty fridge | a headache | spilled milk | the software update
  `),
};
