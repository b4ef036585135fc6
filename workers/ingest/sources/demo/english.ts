import { type Grammar, type Language, phrases } from "./language.ts";

/** Whole English posts by tone. */
const englishPosts: Language["posts"] = {
  positive: phrases(`
    {thing} was {fine}. {upside}
    just finished {thing} and {glad}
    honestly, {thing} made my {span}
    {person} sent me {thing} and now I am all smiles
    if you need something {cheery} {when}, try {thing}
    can we talk about how {cheery} {thing} is?
    {thing} {where}: {fine}, start to end
    three good things {when}: {small}, {small} and {thing}
    did not expect to enjoy {thing} this much
    whoever made {thing}: thank you, it is {fine}
    {upside} And then {thing} as well. What a {span}!
    went in with low hopes, came out a fan. {thing} is {fine}
    {thing} again {when}, still {cheery}
    {person} was right about {thing}. {fine}, really
    best part of {day}? {thing}, easily
    give {thing} ten minutes. you will love it
    {thing} plus {small}, that is my idea of fun
    small win {when}: {thing} turned out {fine}
    so proud of {person}, who helped with {thing}
    I laughed out loud at {thing} {where}
    shout-out to the people behind {thing}, such {cheery} work
    {number} out of ten for {thing}, and I am not easy to please. great stuff
    my {span} in one word: {cheery}. the reason: {thing}
    recommend {thing} to anybody who likes {small}
    {person} and I both agree that {thing} is {fine}, which is rare
    I could talk about {thing} all {span}, it is that {cheery}
    finally got round to {thing}. {glad}
    from {where2}: {thing} is {fine} and the mood is {cheery}
    happy to report that {thing} works for {person} too
    all I wanted {when} was {small}, and I got {thing} as well. lucky me
  `),
  negative: phrases(`
    {thing} was {poor}. {downside}
    just gave up on {thing}, it is too {dreary}
    sorry, but {thing} spoiled my {span}
    {person} sent me {thing} and now I am {upset}
    does anyone else find {thing} {dreary}?
    I wanted to like {thing}. sadly it is {poor}
    {thing} {where}: {poor}, start to end
    three bad things {when}: {nuisance}, {nuisance} and {thing}
    tired of {thing} already, and it is only {day}
    waited {number} minutes for {thing}. {downside}
    {downside} And then {thing} as well. What an awful {span}
    {thing} again {when}, still {dreary}
    {person} warned me about {thing}. {poor}, really
    worst part of {day}? {thing}, easily
    {thing} plus {nuisance}, that is how to ruin a {span}
    my {span} in one word: {dreary}. the reason: {thing}
    can somebody fix {thing}? it has been broken since {day}
    {number} out of twenty for {thing}, and that was rounded up. boring
    I regret telling {person} about {thing}
    what a waste of a {span}: {thing} was {poor}
    lost {number} minutes to {thing} {where}, never again
    unpopular view: {thing} is {dreary} and a bit {dreary2}
    the sound in {thing} was terrible, could not follow it {where}
    {thing} just got cancelled. I am {upset}
    not angry about {thing}, just disappointed
    {person} hates it when I bring up {thing}, and after {day} I see why
    {nuisance} first, {thing} next. how is it only {day}?
    from {where2}: {thing} is {poor} and everybody is {upset}
    no idea what went wrong with {thing}, but it is {poor}
    I worry that {thing} will be {dreary} {when} too
  `),
  neutral: phrases(`
    does anybody know when {thing} starts {when}?
    {thing} {where} {when}, then back to work
    bookmarking {thing} for {day}
    reading up on {thing} {when}, notes to follow
    {person} asked me about {thing} {when}
    so {thing} moved to {day}, {clock}
    poll: {thing} or {small}?
    {clock}, {where}. {thing} is on
    part {number} of {many} on {thing}, the rest on {day}
    anyone from {where2} going to {thing} {when}?
    what did {person} say about {thing} again?
    {person} is on the way to {thing}, I stay {where}
    {number} people {where} and all of them talk about {thing}
    we compared {thing} with last year's. about the same
    is {thing} on {day} or {day}? the page says both
    listening to {thing} {where}, more {when}
    first {small}, then {thing}. that is the plan for {when}
    {thing} takes {number} minutes, in case you wonder
    seen {where}: {person}, {small}, and {thing}
    looking for a copy of {thing}, near {where2} if possible
    who is behind {thing}? asking for {person}
    {person} put {thing} on the list for {day}
    second time {when} that somebody mentions {thing}
    {thing} begins at {clock}, doors open {number} minutes before
    I have seen {thing} in {number} places {when}
    quick question about {thing}: which version do you have?
    {where2} reporting: {thing} is still where it was
    switched from {small} to {thing} {when}
    note to self: {thing}, {day}, {clock}
    how long is {thing}? {person} says {number} minutes, the poster says {number}
  `),
};

/** Second English sentences by tone. */
const englishTails: Language["tails"] = {
  positive: phrases(`
    {upside}
    More of this, please.
    {person} loved it too.
    Thanks to {person} for the tip!
    Already looking forward to {day}.
    Made me smile {where}.
    Would do it again {when}.
    Such a treat.
    {person} says hello, also smiling.
    What a nice surprise.
    It even came with {small}.
    Pure joy.
    My {span} is saved.
    Worth every one of the {number} minutes.
    Sharing it with {person} now.
    I am impressed.
  `),
  negative: phrases(`
    {downside}
    Never again.
    {person} was not pleased either.
    I blame {nuisance}.
    Now I am {upset}.
    Not my {span}.
    {number} minutes I will not get back. Sad.
    Even {small} could not save it.
    And {nuisance} did not help.
    What a mess.
    {person} left early, bored.
    Please fix this before {day}.
    Could have been {small} instead. Pity.
    That hurt a little.
    Still annoyed {where}.
    The problem is not new, either.
  `),
  neutral: phrases(`
    More on {day}.
    See you {where2}.
    {person} may know.
    It is {clock} now.
    Then {small}.
    Details at {clock}.
    {number} of us so far.
    Ask me again on {day}.
    Same place as on {day}.
    Let me know.
    {person} has the other half.
    I will check {when}.
    That is all from {where2}.
    As seen {where}.
    Notes in the next post.
    Page {number} of {many}.
  `),
};

/** Everyday things that an English post can be about. */
const englishThings: readonly string[] = phrases(`
  the new bakery | the ferry timetable | my tomato plant | the pub quiz | our school concert | the local derby
  the garden show | the rooftop cinema | the flea market | the night bus | the jigsaw with a thousand pieces
  the book club pick | the lighthouse tour | the office plant | the choir rehearsal | my first marathon plan
  the robot exhibition | the chess final | the cooking class | the puppet theatre | the canal boat trip
  the second season | the remix of that old song | the photo walk | the bird count | the village fair
  the new phone update | my pottery class | the kite festival | the crossword in the weekend paper
  the escape room | the soup of the day | that documentary about whales | the charity run | the rehearsal dinner
  the street piano | the board game night | the open mic | the new bike lane | the pancake breakfast
  the science museum | the swimming pool | the neighbourhood newsletter | my sourdough | the cat café
  the second-hand book shop | the sunrise yoga | the radio play | the old arcade | the spelling contest
  the moonlight hike | that podcast about maps | the salsa lesson | the penalty shoot-out | the tram museum
  the poetry slam | the knitting circle | the trailer everybody shares | the model railway | the balcony concert
  the honey from our street | the ice rink | the short film night | the ukulele group | the mystery novel
`);

/** Things about the tracked word. */
const englishAbout: readonly string[] = phrases(`
  the <word> podcast | that <word> thread | tonight's <word> special | the <word> documentary | the panel on <word>
  the <word> episode | the new <word> book | the <word> quiz round | the long read on <word> | this <word> chart
  the <word> explainer | the <word> newsletter | the <word> Q&A | the radio hour on <word> | the <word> timeline
  the <word> lecture | the talk about <word> | the essay on <word> | the <word> exhibition | the <word> crossword
  the seminar on <word> | that old clip about <word> | the <word> coverage | the cartoon about <word>
  the <word> debate | the <word> reading list | the live blog on <word> | the interview about <word>
  the <word> story in the local paper | the <word> phone-in | the museum room on <word> | the <word> trivia night
  the <word> chapter | the film about <word> | the <word> headline | the <word> livestream | the <word> survey
  the school project on <word> | the <word> column | the classroom game about <word>
`);

/** Hashtags that fit anything. */
const englishTags: readonly string[] = phrases(`
  news | today | nowreading | mondaymood | fridayfeeling | weekend | podcast | livetweet | commute | coffee | smalltalk
  thread | readinglist | lunchbreak | nofilter | tbt | photooftheday | quiz | localnews | slowday | weather | notes
`);

/** What fills English posts. */
const englishSlots: Grammar = {
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

/** Most posts. */
export const english: Language = {
  posts: englishPosts,
  tails: englishTails,
  things: englishThings,
  about: englishAbout,
  and: ["and", "&", "plus", "and also"],
  stop: ". ",
  tags: englishTags,
  slots: englishSlots,
};
