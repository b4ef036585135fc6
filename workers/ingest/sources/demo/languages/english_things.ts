import { phrases } from "../phrases.ts";

/** Everyday things that an English post can be about. */
export const englishThings: readonly string[] = phrases(`
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
export const englishAbout: readonly string[] = phrases(`
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
export const englishTags: readonly string[] = phrases(`
  news | today | nowreading | mondaymood | fridayfeeling | weekend | podcast | livetweet | commute | coffee | smalltalk
  thread | readinglist | lunchbreak | nofilter | tbt | photooftheday | quiz | localnews | slowday | weather | notes
`);
