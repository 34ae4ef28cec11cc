"""Rejected suggestions in other words, and ideas like them that are others, most by one word only.

The words and patterns of the memory of suggestions were made with `LOOKED_AT` and `ALSO_LOOKED_AT`;
what weighs two suggestions was fitted on all of them and on `wordings`.
"""

from collections.abc import Sequence
from dataclasses import dataclass


@dataclass(frozen=True)
class Words:
    """A suggestion that was rejected, `same` ones in other words, and `different` ones."""

    rejected: str
    same: Sequence[str]
    different: Sequence[str]


def _lines(words: str) -> tuple[str, ...]:
    return tuple(line.strip() for line in words.strip().splitlines())


LOOKED_AT = (
    Words(
        "Get a wide establishing shot of the lighthouse at dawn",
        _lines("""
            Establishing wide of the lighthouse at sunrise
            Film the lighthouse at dawn in a wide shot to set the place
            Could we open with a wide of the lighthouse at first light?
            Shoot an establisher: lighthouse, wide, early morning
            We need a wide view of the lighthouse at dawn so people know where we are
            A wide of the lighthouse should be shot at daybreak
            Wide lighthouse establishing shot, dawn
            Capture the lighthouse in a long shot as the sun comes up
            The lighthouse at dawn, wide, as an establishing shot
            It would be nice to have a wide establishing shot of the lighthouse at sunrise
            get a wide estabishing shot of the lighthouse at dawn
            Plan a dawn wide on the lighthouse to establish the location
            Shouldn't we have an establishing wide of the lighthouse at sunrise?
            Add a wide shot of the lighthouse at dawn to introduce the location
            Because nobody knows where we are, get the lighthouse wide at dawn
        """),
        _lines("""
            Get a wide establishing shot of the lighthouse at night
            Get a close-up of the lighthouse lamp at dawn
            Get a wide establishing shot of the harbour at dawn
            Get a wide establishing shot of the lighthouse keeper's cottage at dawn
            Get a wide shot of the lighthouse at dusk
            Don't shoot a wide of the lighthouse at dawn
            Record the waves at the lighthouse at dawn
            Drop the establishing shot of the lighthouse at dawn
            Get an aerial of the lighthouse at dawn
            Interview the keeper in the lighthouse at dawn
            Get a close-up of the lighthouse at dawn
            Ask who has the key to the lighthouse at dawn
            Grade the establishing shot of the lighthouse warmer
            Get a wide establishing shot of the church at dawn
            Move the wide of the lighthouse to the end
        """),
    ),
    Words(
        "Pick up: close-up of the baker's hands kneading the dough",
        _lines("""
            Reshoot the baker's hands kneading the dough in close-up
            Pick up a CU of the baker kneading dough
            Get an insert of the baker's hands working the dough
            We need a tight shot of the baker's hands as they knead
            Could we pick up the kneading hands of the baker close up?
            Tight on the baker's hands while he kneads the dough
            Extra close-up: the baker's hands in the dough, kneading
            The kneading of the dough by the baker should be picked up in a close shot
            Film the baker's hands again, kneading the dough, up close
            Pickup of the hands kneading, close
            pick up closeup of bakers hands kneeding the dough
            Get a detail shot of the baker's hands kneading the dough since the edit lacks one
            A close-up of the baker's hands kneading dough is missing, pick it up
            Shoot a macro of the baker's hands kneading
            Let's grab one more close-up of the baker kneading the dough by hand
        """),
        _lines("""
            Pick up: close-up of the baker's hands shaping the loaves
            Pick up: wide of the baker kneading the dough
            Pick up: close-up of the baker's face
            Pick up: close-up of the potter's hands kneading the clay
            Pick up: close-up of the oven door closing
            Record the sound of the baker kneading the dough
            Cut the close-up of the baker's hands kneading the dough
            Ask the baker for how long he kneads the dough
            Pick up: close-up of the baker's hands in the flour sack
            Slow down the close-up of the baker's hands kneading
            Pick up: close-up of the dough rising
            Don't pick up the kneading hands again
            Pick up: the baker opening the shop
            Pick up: close-up of the apprentice's hands kneading the dough
            Keep the close-up of the baker's hands kneading
        """),
    ),
    Words(
        "Ask the director whether scene 4 still plays in the kitchen",
        _lines("""
            Does scene 4 still play in the kitchen?
            Is the kitchen still the location of scene 4?
            Check with the director that scene 4 is still set in the kitchen
            Scene 4: still in the kitchen? Ask the director
            Clarify whether scene 4 takes place in the kitchen
            Where does scene 4 play, still in the kitchen?
            Find out if we still shoot scene 4 in the kitchen
            Do we still do scene 4 in the kitchen?
            The director should say whether scene 4 stays in the kitchen
            Confirm the kitchen as the location for scene 4 with the director
            Is sc. 4 happening in the kitchen or not?
            Question for the director: is scene 4 in the kitchen?
            ask the directer if scene 4 still happens in the kichen
            Make sure with the director that scene 4 is in the kitchen
            Since the call sheet says otherwise, is scene 4 still set in the kitchen?
        """),
        _lines("""
            Ask the director whether scene 5 still plays in the kitchen
            Ask the director whether scene 4 still plays at night
            Ask the director whether scene 4 still plays in the garage
            Ask the director who is in scene 4
            Who opens the kitchen for scene 4?
            Ask the producer whether the kitchen is paid for
            Does scene 14 still play in the kitchen?
            Move scene 4 out of the kitchen
            Shoot a wide of the kitchen for scene 4
            Ask the director whether scene 4 needs rain
            How long does scene 4 take?
            Is the kitchen in scene 4 to be painted?
            Ask the director whether scene 4 is still in the film
            Which props are in the kitchen in scene 4?
            Does scene 3 still play in the kitchen?
        """),
    ),
    Words(
        "Cut the drone shot over the harbour before the interview",
        _lines("""
            Remove the aerial of the harbour before the interview
            Lose the drone shot of the harbour ahead of the interview
            Take out the harbour drone shot that comes before the interview
            The drone shot over the harbour could go, right before the interview
            Can we drop the harbour aerial before the interview?
            We don't need the drone over the harbour before the interview
            Delete the drone footage of the harbour just before the interview
            Go straight into the interview, without the drone shot over the harbour
            Get rid of the drone shot over the port before the interview
            Before the interview, cut the harbour drone shot
            The aerial shot of the harbour preceding the interview should be cut
            I'd cut the drone over the harbour before the interview, it slows us down
            cut the drone shot over the harbor before the interveiw
            Omit the drone shot of the harbour in front of the interview
            How about removing the harbour drone shot before the interview?
        """),
        _lines("""
            Keep the drone shot over the harbour before the interview
            Add a drone shot over the harbour before the interview
            Cut the drone shot over the city before the interview
            Cut the drone shot over the harbour after the interview
            Shorten the drone shot over the harbour before the interview
            Cut the close-up of the harbour master before the interview
            Don't cut the drone shot over the harbour
            Replace the drone shot over the harbour with a map
            Cut the music before the interview
            Brighten the drone shot over the harbour
            Cut the interview at the harbour
            Ask who flew the drone over the harbour
            Shoot the drone over the harbour again at sunset
            Cut the drone shot over the harbour at the end
            Cut the pause before the interview
        """),
    ),
    Words(
        "Add a lower third with the mayor's name and title",
        _lines("""
            Put a name tag on the mayor
            Caption the mayor with her name and title
            Insert a lower third for the mayor
            The mayor needs a name super
            Could the mayor get a lower third with name and office?
            We should show the mayor's name and title in a lower third
            A lower-third with the name and role of the mayor should be added
            Include a name strap for the mayor so people know who she is
            Name and title of the mayor as a lower third
            Give the mayor a lower third
            Lower third: mayor, name and function
            add a lower thrid with the mayors name and title
            Is there room for a lower third with the mayor's name?
            Identify the mayor on screen with name and title
            The mayor's name and title should appear as a lower third
        """),
        _lines("""
            Add a lower third with the architect's name and title
            Remove the lower third with the mayor's name
            Add subtitles to the mayor's speech
            Add a lower third with the name of the town
            Make the mayor's lower third smaller
            Check the spelling of the mayor's name
            Ask the mayor for her title
            Add a title card with the name of the film
            Change the font of the mayor's lower third
            Keep the mayor's lower third on for longer
            Add a close-up of the mayor
            Don't put a lower third on the mayor
            Move the mayor's lower third to the left
            Add a lower third with the mayor's phone number
            Add the sponsor's logo and name at the end
        """),
    ),
    Words(
        "Film the blacksmith hammering the glowing iron from a low angle",
        _lines("""
            Low angle on the blacksmith as he hammers the glowing iron
            The blacksmith should be filmed from below while he hammers the iron
            Shoot the smith from a low angle, hammering the hot iron
            Get the blacksmith beating the glowing iron, camera low
            Could we see the blacksmith hammer the iron from down low?
            A shot from below of the blacksmith hammering
            From a low angle: blacksmith, hammer, glowing iron
            film the blaksmith hammering the glowing iron from a low angel
            I would like a low-angle shot of the blacksmith at the iron
            Put the camera low when the blacksmith hammers the iron
        """),
        _lines("""
            Film the blacksmith hammering the glowing iron from above
            Film the blacksmith cooling the iron in water
            Film the carpenter hammering the nails from a low angle
            Film the blacksmith's tools on the wall
            Record the blacksmith hammering the iron
            Ask the blacksmith how hot the iron is
            Film the blacksmith shoeing the horse from a low angle
            Don't film the blacksmith from a low angle
            Interview the blacksmith about the iron
            Film the glowing iron in a close-up
        """),
    ),
    Words(
        "Tighten the pause after the founder's answer about money",
        _lines("""
            Trim the pause after the founder answers about money
            The pause behind the founder's answer on money is too long
            Shorten the silence after the founder talks about money
            Make the pause after the founder's money answer shorter
            Can we tighten the gap after the founder's answer about money?
            After the founder's answer about money, tighten the pause
            The pause following the founder's money answer should be tightened
            tigthen the pause after the founders answer about money
            Take a few frames off the pause after the founder's answer about money
            Close up the gap after the founder's line about money
        """),
        _lines("""
            Hold the pause after the founder's answer about money
            Tighten the pause after the founder's answer about family
            Tighten the pause before the founder's answer about money
            Cut the founder's answer about money
            Lengthen the pause after the founder's answer about money
            Tighten the founder's answer about money
            Tighten the pause after the engineer's answer about money
            Add music in the pause after the founder's answer
            Ask the founder about money
            Tighten the opening
        """),
    ),
    Words(
        "When is the actress free for the pickups?",
        _lines("""
            Ask when the actress is free for the pickups
            On which day is the actress available for pickups?
            When does the actress have time for the pickups?
            Find out when the actress can do the pickups
            Clarify the actress's availability for the pickups
            Pickups: when is the actress available?
            When can we have the actress for the pickup shoot?
            Could somebody ask when the actress is free for pickups?
            when is the actres free for the pick-ups
            Ask the agent when the actress is free for pickups
        """),
        _lines("""
            When is the drone free for the pickups?
            When is the actress free for the voiceover?
            Who pays the actress for the pickups?
            Pick up: the actress at the window
            When is the stunt double free for the pickups?
            Where do we shoot the pickups with the actress?
            Does the actress like the rough cut?
            When is the studio free for the pickups?
            What does the actress wear in the pickups?
            Cut the actress out of the pickups
        """),
    ),
    Words(
        "Show the price of the bicycle as a graphic at the end",
        _lines("""
            Put the price of the bike on screen at the end
            At the end, show what the bicycle costs as a graphic
            Add a graphic with the bicycle's price at the end
            End on a graphic with the price of the bike
            Could the bicycle's price appear as a graphic at the close?
            The price of the bicycle should come up as a graphic at the end
            Graphic at the end: price of the bicycle
            show the prise of the bicycle as a grafic at the end
            Insert the price of the bicycle as text in the end
            Finish with a graphic that says what the bicycle costs
        """),
        _lines("""
            Show the price of the bicycle as a graphic at the beginning
            Show the price of the helmet as a graphic at the end
            Show the name of the bicycle as a graphic at the end
            Say the price of the bicycle in the voiceover
            Remove the price of the bicycle at the end
            Ask what the bicycle costs
            Show the bicycle on the road at the end
            Don't show the price of the bicycle
            Show the logo as a graphic at the end
            Make the price of the bicycle bigger
        """),
    ),
    Words(
        "Film the violinist tuning her instrument backstage before the concert",
        _lines("""
            Violinist tuning up backstage ahead of the concert
            Shoot the violinist as she tunes her violin backstage
            Before the concert, film the violinist tuning backstage
            Could we get the violinist tuning her instrument behind the stage?
            The violinist should be filmed tuning backstage
            Show the violinist while tuning up before the concert
            A shot of the violinist tuning, backstage
            film the violinst tuning her instrument backstage
        """),
        _lines("""
            Film the cellist tuning his instrument backstage before the concert
            Film the violinist packing her instrument after the concert
            Film the violinist arriving at the concert hall
            Film the audience before the concert
            Don't film the violinist backstage
            Interview the violinist backstage
            Film the violinist tuning her instrument at home
            Film the conductor backstage before the concert
        """),
    ),
    Words(
        "Which drone permit do we need for scene 7 at the dam?",
        _lines("""
            Do we need a permit for the drone at the dam in scene 7?
            Ask which permission the drone needs at the dam (scene 7)
            Clarify the drone permit for scene 7 at the dam
            Scene 7, dam: which licence is needed for the drone?
            What permit is required to fly the drone at the dam?
            Find out what drone permission scene 7 needs
            which drone permitt do we need for scene 7 at the dam
            Check if scene 7 at the dam requires a drone permit
        """),
        _lines("""
            Which drone permit do we need for scene 8 at the dam?
            Who flies the drone for scene 7 at the dam?
            Which insurance do we need for scene 7 at the dam?
            Shoot scene 7 at the dam with the drone
            Cut the drone from scene 7
            When do we shoot scene 7 at the dam?
            Which drone permit do we need for the bridge?
            How long is scene 7?
        """),
    ),
    Words(
        "Move the testimonial of the patient before the title card",
        _lines("""
            Put the patient's testimonial ahead of the title card
            The testimonial of the patient should come before the title card
            Start with the patient's testimonial, then the title card
            Could the patient's testimonial go in front of the title card?
            Place the patient testimonial before the title card
            Bring the patient's testimonial forward, before the title card
            Let the patient speak before the title card
            Shift the testimonial by the patient to before the title card
        """),
        _lines("""
            Move the testimonial of the patient after the title card
            Move the testimonial of the doctor before the title card
            Cut the testimonial of the patient
            Remove the title card
            Shorten the testimonial of the patient
            Move the logo before the title card
            Keep the testimonial where it is
            Subtitle the testimonial of the patient
        """),
    ),
    Words(
        "Blur the licence plates in the parking lot shot",
        _lines("""
            Make the number plates in the car park shot unreadable
            The licence plates in the parking lot should be blurred
            Pixelate the plates in the parking lot shot
            Could we blur the number plates in the parking lot?
            Hide the licence plates in the parking lot shot, for privacy
            In the parking lot shot, blur the plates
            blur the license plates in the parkinglot shot
            Blur out the license plates in the car park
        """),
        _lines("""
            Blur the faces in the parking lot shot
            Blur the licence plates in the street shot
            Don't blur the licence plates
            Brighten the parking lot shot
            Cut the parking lot shot
            Reshoot the parking lot at night
            Sharpen the licence plates in the parking lot shot
            Blur the logo on the bus
        """),
    ),
    Words(
        "Why is Anna alone in scene 9?",
        _lines("""
            What is the reason that Anna is alone in scene 9?
            Ask the writer why Anna is on her own in scene 9
            Scene 9: why is Anna by herself?
            Clarify why nobody is with Anna in scene 9
            How come Anna is alone in scene 9?
            why is ana alone in scene nine
            Explain why Anna is alone in scene 9
            Find out why Anna is alone in sc. 9
        """),
        _lines("""
            Why is Anna alone in scene 8?
            Why is Ben alone in scene 9?
            Why is Anna crying in scene 9?
            Shoot Anna alone in scene 9
            When does Anna leave in scene 9?
            Who is with Anna in scene 9?
            Cut Anna from scene 9
            Why is it raining in scene 9?
        """),
    ),
    Words(
        "Add birdsong under the forest shots",
        _lines("""
            Put birdsong under the shots of the forest
            Lay birds under the forest shots
            The forest shots need birdsong
            Could we hear birds singing in the forest shots?
            Add the sound of birds to the forest
            Birdsong in the forest, please
            Use bird sounds below the forest shots
            add bird song under the forrest shots
        """),
        _lines("""
            Remove the birdsong under the forest shots
            Add wind under the forest shots
            Add birdsong under the city shots
            Add music under the forest shots
            Film birds in the forest
            Lower the birdsong under the forest shots
            Shoot the forest from above
            Don't add birdsong under the forest shots
        """),
    ),
    Words(
        "Pick up an over-the-shoulder of the detective reading the letter",
        _lines("""
            Get an OTS of the detective reading the letter
            Over-the-shoulder on the detective as he reads the letter
            Shoot the letter over the detective's shoulder while he reads it
            We need an over the shoulder shot: detective, letter
            Could we pick up the detective reading the letter over his shoulder?
            The detective should be shot from over the shoulder reading the letter
            pick up an over-the-sholder of the detective reading the leter
            Film the detective from behind his shoulder as he reads the letter
        """),
        _lines("""
            Pick up a close-up of the detective reading the letter
            Pick up an over-the-shoulder of the detective writing the report
            Pick up an over-the-shoulder of the widow reading the letter
            Record the detective reading the letter as voiceover
            Ask who wrote the letter
            Pick up an over-the-shoulder of the detective opening the door
            Cut the detective reading the letter
            Don't pick up the detective with the letter
        """),
    ),
    Words(
        "Cut the second joke in the host's introduction",
        _lines("""
            Remove the second joke from the host's intro
            Lose the host's second joke in the introduction
            The second joke in the introduction by the host could go
            Drop joke two of the host's intro
            Take the second gag out of the host's introduction
            We don't need the second joke in the host's introduction
            In the host's introduction, cut the second joke
            Can we delete the host's second joke at the beginning?
        """),
        _lines("""
            Cut the first joke in the host's introduction
            Keep the second joke in the host's introduction
            Cut the second joke in the guest's speech
            Cut the host's introduction
            Shorten the second joke in the host's introduction
            Cut the second joke in the finale
            Add a second joke to the host's introduction
            Cut the applause in the host's introduction
        """),
    ),
)

KEPT_ASIDE = (
    Words(
        "Shoot a handheld tracking shot of the nurse in the hospital corridor at night",
        _lines("""
            Follow the nurse down the hospital corridor at night, handheld
            Handheld follow shot behind the nurse through the corridor of the hospital, night
            Film the nurse walking along the corridor at night with a moving camera
            At night, track the nurse through the hospital corridor by hand
            Could a handheld shot follow the nurse along the hospital hallway at night?
            A tracking shot of the nurse at night in the hospital corridor, handheld
            Get a handheld tracking shot with the nurse in the hallway at night
            Let's walk with the nurse down the clinic's corridor at night, camera on the shoulder
            The nurse should be followed handheld in the hospital corridor at night
            Nurse, hospital corridor, night: handheld tracking
            shoot a hand-held tracking shot of the nurse in the hosptial coridor at night
            We need a night tracking shot with the nurse in the hospital corridor for pace
            Why not follow the nurse handheld through the hospital corridor at night?
            Capture the nurse in the corridor of the hospital by night in one handheld move
            Night: handheld, tracking the nurse along the corridor
        """),
        _lines("""
            Shoot a handheld tracking shot of the doctor in the hospital corridor at night
            Shoot a handheld tracking shot of the nurse in the hospital garden at night
            Shoot a handheld tracking shot of the nurse in the hospital corridor in the morning
            Shoot a static wide of the hospital corridor at night
            Don't follow the nurse in the corridor at night
            Cut the tracking shot of the nurse in the hospital corridor
            Record the footsteps of the nurse in the corridor at night
            Ask the hospital whether we may film in the corridor at night
            Shoot a close-up of the nurse's badge at night
            Stabilise the tracking shot of the nurse in the corridor
            Shoot a handheld tracking shot of the cleaner in the school corridor at night
            Interview the nurse in the hospital corridor
            Who plays the nurse in the corridor at night?
            Shoot the ambulance at the hospital at night
            Make the corridor at night brighter
        """),
    ),
    Words(
        "Pick up: room tone in the workshop",
        _lines("""
            Record room tone in the workshop
            We still need a minute of room tone from the workshop
            Get the workshop's ambience
            Record atmos in the workshop
            Pick up the background sound of the workshop
            Could sound record the room tone in the workshop?
            Workshop room tone is missing, pick it up
            Capture a wild track of the quiet workshop
            Room tone of the workshop should be recorded
            record roomtone in the worksop
            Go back to the workshop and record its room tone
            Take 60 seconds of room tone in the workshop
            Get clean ambient sound in the workshop because the edit has holes
            Ambience: workshop
            Shall we get room tone for the workshop?
        """),
        _lines("""
            Pick up: room tone in the office
            Pick up: close-up of the saw in the workshop
            Remove the room tone in the workshop
            Pick up: the sound of the saw in the workshop
            Lower the room tone in the workshop
            Pick up: wide of the workshop
            Ask who has the key to the workshop
            Pick up: voiceover in the studio
            Record the interview in the workshop
            Don't record room tone in the workshop
            Pick up: room tone in the kitchen
            Light the workshop for the interview
            Add music to the workshop scene
            Is the workshop room tone too loud?
            Pick up: rain on the workshop roof
        """),
    ),
    Words(
        "Who brings the vintage car for scene 12?",
        _lines("""
            Ask who brings the vintage car for scene 12
            Who is bringing the old car to scene 12?
            Who is responsible for getting the vintage car to the set of scene 12?
            Find out who delivers the vintage car for scene 12
            Which person brings the vintage car in scene 12?
            Clarify who organises the vintage car for scene 12
            Scene 12: by whom is the vintage car brought?
            The vintage car for scene 12, who gets it there?
            Ask production who supplies the vintage car for scene 12
            It is open who brings the vintage car for scene 12
            who brings the vintage car for sc 12
            Does anybody know who brings the vintage automobile for scene 12?
            We need to know who provides the classic car for scene 12
            Name who brings the vintage car for scene 12
            For scene 12, who takes care of the vintage car?
        """),
        _lines("""
            Who brings the vintage car for scene 13?
            Who drives the vintage car in scene 12?
            Who brings the boat for scene 12?
            What does the vintage car for scene 12 cost?
            Shoot the vintage car in scene 12 from above
            When does the vintage car arrive for scene 12?
            Who brings the lights for scene 12?
            Cut the vintage car from scene 12
            Which colour is the vintage car in scene 12?
            Who brings the vintage phone for scene 12?
            Is the vintage car in scene 12 insured?
            Who brings the vintage car for scene 2?
            Rent a vintage car for scene 12
            Where does scene 12 play?
            Who brings the dog for scene 12?
        """),
    ),
    Words(
        "Replace the piano music under the opening titles with strings",
        _lines("""
            Swap the piano under the opening titles for strings
            Use strings instead of the piano under the opening titles
            Strings rather than piano for the music under the opening titles
            Can we exchange the piano in the title sequence for strings?
            The piano music at the opening titles should be replaced by strings
            Change the music under the main titles from piano to strings
            Under the opening titles, strings in place of the piano
            Switch from piano to strings in the opening credits
            Try strings instead of the piano track beneath the opening titles
            replace the paino music under the openning titles with strings
            How about strings and not piano under the opening titles?
            Opening titles: strings instead of piano
            Put strings under the opening titles in place of the piano music because it is too soft
            Have the piano under the opening titles replaced with strings
            The opening titles want strings, not piano
        """),
        _lines("""
            Replace the piano music under the closing titles with strings
            Replace the piano music under the opening titles with a guitar
            Lower the piano music under the opening titles
            Keep the piano music under the opening titles
            Replace the font of the opening titles
            Add strings to the closing scene
            Remove the music under the opening titles
            Replace the strings under the opening titles with piano
            Start the piano music before the opening titles
            Ask the composer for the piano stems
            Shorten the opening titles
            Record the piano in the concert hall
            Replace the drums in the chase with strings
            Don't replace the piano under the opening titles
            Credit the pianist in the closing titles
        """),
    ),
    Words(
        "Use slow motion when the cyclist crosses the finish line",
        _lines("""
            Show the cyclist crossing the finish line in slow motion
            Slo-mo as the cyclist crosses the line
            The cyclist's finish should be in slow motion
            Slow down the shot of the cyclist crossing the finish line
            Could the cyclist cross the finish line in slow-mo?
            When the cyclist goes over the finish line, use slow motion
            Play the finish of the cyclist in slow motion
            Ramp down to slow motion at the finish line with the cyclist
            We should see the cyclist cross the finish in slowmo
            Use slow mo for the rider crossing the finish line
            use slow motion when the cylist crosses the finnish line
            Slow motion on the cyclist at the finish line would add drama
            Let the cyclist cross the finish line in slow motion
            Put the moment the cyclist crosses the finish line into slow motion
            At the finish line, show the cyclist in slow motion
        """),
        _lines("""
            Use slow motion when the cyclist falls
            Use slow motion when the runner crosses the finish line
            Speed up the cyclist crossing the finish line
            Use slow motion at the start line
            Don't use slow motion at the finish line
            Add a cheering crowd when the cyclist crosses the finish line
            Cut away before the cyclist crosses the finish line
            Use a freeze frame when the cyclist crosses the finish line
            Remove the slow motion at the finish line
            Get a close-up of the cyclist at the finish line
            Ask the cyclist about the finish line
            Use slow motion when the cyclist mends the wheel
            Play music when the cyclist crosses the finish line
            Show the cyclist's time at the finish line
            Use slow motion when the swimmer dives in
        """),
    ),
)

ALSO_LOOKED_AT = (
    Words(
        "Scene 8: push in on the old man's hands as he folds the flag",
        _lines("""
            In scene 8, move in slowly on the old man's hands while he folds the flag
            A slow push towards the old man's hands folding the flag, sc. 8
            Dolly in to his hands when the old man folds up the flag in scene 8
            Could the camera creep in on the old man's hands during the flag folding in scene 8?
            Push in to the hands of the elderly man as he's folding the flag
            We need a push-in on the old man folding the flag in scene eight
            Go back and get a push in on the hands and the flag, scene 8
            For scene 8 I'd love the camera to glide closer to the old man's hands folding the flag
            Track in on the flag being folded by the old man's hands (scene 8)
            scene 8 - camera pushes in, old mans hands, folding the flag
            The flag folding in scene 8 wants a push in on the hands
            Grab a push-in on the old man's fingers folding the flag
        """),
        _lines("""
            Scene 9: push in on the old man's hands as he folds the flag
            Scene 8: push in on the old man's face as he folds the flag
            Scene 8: push in on the old man's hands as he folds the letter
            Scene 8: pan across the old man's hands as he folds the flag
            Scene 8: pull back from the old man's hands as he folds the flag
            Scene 8: don't push in on the old man's hands
            Scene 8: push in on the young girl's hands as she folds the flag
            Scene 8: push in on the old man's hands as he lights the candle
            Cut the push in on the old man's hands in scene 8
            Ask the old man where the flag in scene 8 comes from
            Record the rustle of the flag being folded in scene 8
            Scene 8: shoot the old man folding the flag from behind
        """),
    ),
    Words(
        "Ask Mr Okafor whether his company wants the new logo in the end card",
        _lines("""
            Does Mr Okafor's company want the new logo in the end card?
            Find out from Mr Okafor if the company wants its new logo on the end card
            Check with Okafor whether the new logo goes on the end card
            Would Mr Okafor like the new logo in the end card?
            Is the new logo wanted on the end card? Mr Okafor should know
            Clarify with Mr Okafor: new logo on the end card or not?
            We need to know from Okafor if his firm wants the new logo on the closing card
            Someone should ask Mr Okafor if they'd like the new logo at the end
            End card: does Okafor's company want the new logo there?
            Get an answer from Mr Okafor about whether the new logo belongs in the end card
            ask mr okafor if they want the new logo on the endcard
            Has Mr Okafor said whether the new logo should be in the end card?
        """),
        _lines("""
            Ask Mr Okafor whether his company wants the new logo in the opening
            Ask Mr Okafor whether his company wants the old logo in the end card
            Ask Mr Okafor whether his company wants the new slogan in the end card
            Ask Ms Brandt whether her company wants the new logo in the end card
            Put the new logo in the end card
            Ask Mr Okafor who designed the new logo
            Ask Mr Okafor when the company gets the new logo
            Ask Mr Okafor whether his company pays for the end card
            Remove the logo from the end card
            Interview Mr Okafor about his company
            Don't ask Mr Okafor about the logo
            Ask Mr Okafor whether his company wants subtitles in the film
        """),
    ),
    Words(
        "Fade the music out before Leila says goodbye",
        _lines("""
            Let the music die away before Leila's goodbye
            Have the music tail off ahead of Leila saying goodbye
            The music should be gone by the time Leila says goodbye
            Music out before Leila's goodbye line
            Could the score fade out just before Leila says her goodbye?
            Stop the music before Leila says goodbye
            Take the music down to nothing before Leila says farewell
            No music when Leila says goodbye, fade it before
            Fade out the song right before Leila's farewell
            I'd end the music before Leila says goodbye so the line stands alone
            Before Leila says goodbye, fade the music
            fade music out befor leila says good bye
        """),
        _lines("""
            Fade the music in before Leila says goodbye
            Fade the music out after Leila says goodbye
            Fade the music out before Leila opens the door
            Fade the music out before Tomas says goodbye
            Keep the music going while Leila says goodbye
            Don't fade the music out before Leila says goodbye
            Fade the picture to black before Leila says goodbye
            Make the music louder before Leila says goodbye
            Replace the music before Leila's goodbye with wind
            Ask Leila whether she likes the music
            Cut Leila's goodbye
            Fade the rain out before Leila says goodbye
        """),
    ),
    Words(
        "Open the film with the train arriving instead of the interview",
        _lines("""
            Start on the train arriving, not on the interview
            The film should begin with the arrival of the train rather than the interview
            Swap the opening: train arrival in, interview out
            Make the arriving train the first thing we see instead of the interview
            Lead with the train pulling in, move the interview later
            Could we open on the train coming in rather than on the interview?
            Replace the interview at the start with the train's arrival
            Instead of the interview, open with the train arriving at the station
            Begin with the incoming train and not the interview
            I'd rather kick off with the train arriving than with the interview
            open film with train ariving instead of interview
            The train's arrival makes a better opening than the interview
        """),
        _lines("""
            Open the film with the interview instead of the train arriving
            End the film with the train arriving instead of the interview
            Open the film with the ferry arriving instead of the interview
            Open the film with the train arriving instead of the market
            Open the film with the train leaving instead of the interview
            Keep the interview at the opening
            Cut the train arriving
            Shoot the train arriving from the bridge
            Ask the director whether the film opens with the train
            Don't open the film with the train
            Interview the passengers on the train
            Add music to the train arriving
        """),
    ),
    Words(
        "Warm up the grade of the dinner scene and take some contrast out",
        _lines("""
            Give the dinner scene a warmer, softer grade
            Dinner scene: warmer colours, less contrast
            The dinner should look warmer and less contrasty
            Could the dinner scene be graded warmer with lower contrast?
            Make the colours at dinner warmer and bring the contrast down
            Push the dinner scene towards warm tones and flatten the contrast a bit
            A warmer look with less contrast for the dinner scene
            Less contrast and more warmth in the dinner scene, please
            I find the dinner scene too cold and contrasty, warm it up
            Regrade the dinner scene: warm, low contrast
        """),
        _lines("""
            Cool down the grade of the dinner scene and add contrast
            Warm up the grade of the funeral scene and take some contrast out
            Cut the dinner scene
            Make the dinner scene shorter
            Warm up the grade of the breakfast scene and take some contrast out
            Don't warm up the dinner scene
            Warm up the grade of the garden shots and take some contrast out
            Ask the colourist when the dinner scene is graded
            Add the clink of glasses to the dinner scene
            Keep the cold grade of the dinner scene
        """),
    ),
    Words(
        "Add a church bell in the background when the coffin is lowered in scene 21",
        _lines("""
            Let a church bell toll as the coffin goes down in scene 21
            Scene 21: church bells behind the lowering of the coffin
            We should hear a church bell while they lower the coffin, scene 21
            Put a bell from a church under the coffin being lowered in sc. 21
            Could a church bell ring in the distance when the coffin is lowered in scene 21?
            In scene 21 lay a bell under the coffin going into the ground
            The lowering of the coffin in scene 21 could use a church bell in the background
            Church bell sound effect at the coffin lowering, scene twenty-one
            A distant church bell when the coffin is lowered
            Have church bells ringing as the coffin gets lowered (scene 21)
        """),
        _lines("""
            Add a church bell in the background when the coffin is lowered in scene 12
            Add a dog barking in the background when the coffin is lowered in scene 21
            Add a church bell in the background when the bride arrives in scene 21
            Remove the church bell when the coffin is lowered in scene 21
            Don't add a church bell in scene 21
            Film the coffin being lowered in scene 21 from above
            Add a church bell in the background when the coffin is carried out in scene 21
            Ask the priest whether the church bell rings
            Make the church bell in scene 21 quieter
            Shoot the church bell in scene 21 in close-up
        """),
    ),
    Words(
        "Pick up with Dr Meyer: what surprised her most in the trial",
        _lines("""
            Ask Dr Meyer what surprised her most about the trial
            Interview pick-up: Dr Meyer on the biggest surprise of the trial
            Go back to Dr Meyer and ask about her greatest surprise in the trial
            What surprised Dr Meyer most in the trial? Get her to say it
            We need Dr Meyer telling us what surprised her in the trial
            Get a line from Dr Meyer about what was most surprising in the trial
            Have Dr Meyer answer what surprised her most during the trial
            One more question for Dr Meyer: what surprised you most in the trial?
            Could Dr Meyer say what the biggest surprise of the trial was?
            Grab a bite from Dr Meyer on what surprised her in the trial
        """),
        _lines("""
            Pick up with Dr Meyer: who paid for the trial
            Pick up with Dr Sato: what surprised her most in the trial
            Pick up with Dr Meyer: what surprised her most in her childhood
            Cut Dr Meyer's answer about the trial
            Pick up with Dr Meyer: walking through the clinic
            Ask Dr Meyer when the trial starts
            Put a lower third on Dr Meyer
            Pick up with Dr Meyer: how the trial began
            Don't ask Dr Meyer about the trial
            Move Dr Meyer's answer on the trial to the end
        """),
    ),
    Words(
        "End on the empty swing rather than on the family portrait",
        _lines("""
            Close the film with the empty swing, not the family portrait
            The last shot should be the empty swing instead of the family portrait
            Finish on the empty swing and not on the portrait of the family
            Make the empty swing the last thing we see, not the family portrait
            Swap the final image: empty swing in, family portrait out
            I'd rather end with the empty swing than the family portrait
            Could we finish with the empty swing instead of the family picture?
            Replace the family portrait at the end with the empty swing
            The empty swing is a better ending than the family portrait
            Let the film end with the empty swing in place of the family portrait
        """),
        _lines("""
            End on the family portrait rather than on the empty swing
            Open on the empty swing rather than on the family portrait
            End on the empty chair rather than on the family portrait
            End on the empty swing rather than on the sunset
            Cut the empty swing
            Keep the family portrait at the end
            Don't end on the empty swing
            Shoot the empty swing in slow motion
            Ask who is in the family portrait
            Hold the family portrait longer at the end
        """),
    ),
    Words(
        "Does the client know that the prototype in scene 2 has no wheels yet?",
        _lines("""
            Ask the client if they know the prototype in scene 2 has no wheels yet
            Is the client aware that the prototype in scene 2 is still without wheels?
            Check that the client knows about the missing wheels on the scene 2 prototype
            Has anybody told the client that the prototype in scene 2 doesn't have wheels?
            Find out whether the client knows the scene 2 prototype has no wheels
            Make sure the client knows there are no wheels on the prototype in scene 2
            Clarify with the client that the prototype in scene 2 has no wheels yet
            Did someone tell the client about the prototype having no wheels in scene 2?
            Confirm the client is aware of the prototype without wheels in scene 2
            does client know prototype has no wheels in sc 2
        """),
        _lines("""
            Does the client know that the prototype in scene 3 has no wheels yet?
            Does the client know that the prototype in scene 2 has no doors yet?
            Does the client know when scene 2 is shot?
            Film the wheels of the prototype in scene 2
            Does the client know that the truck in scene 2 has no wheels yet?
            Blur the prototype in scene 2
            Who built the prototype in scene 2?
            Does the client pay for the wheels?
            Cut the prototype from scene 2
            Replace the prototype in scene 2 with a drawing
        """),
    ),
    Words(
        "Get the exterior of the bakery in the rain for scene 5",
        _lines("""
            Shoot the bakery from outside in the rain, scene 5
            Scene 5 needs an exterior of the bakery while it's raining
            Grab an outside shot of the bakery on a rainy day for scene 5
            Pick up the outside of the bakery in wet weather for sc. 5
            We're missing the bakery's exterior in the rain (scene 5)
            Go back and film the bakery from the street in the rain, scene 5
            For scene 5, the front of the bakery with rain
            Could we still get the bakery exterior in the rain for scene five?
            A rainy exterior of the bakery would help scene 5
            Wait for rain and shoot the bakery from outside for scene 5
        """),
        _lines("""
            Get the interior of the bakery in the rain for scene 5
            Get the exterior of the bakery in the snow for scene 5
            Get the exterior of the bookshop in the rain for scene 5
            Get the exterior of the bakery in the rain for scene 15
            Cut the exterior of the bakery in scene 5
            Don't shoot the bakery in the rain
            Record the rain outside the bakery for scene 5
            Ask the bakery for a permit
            Get the exterior of the bakery at night for scene 5
            Replace the exterior of the bakery in scene 5 with a map
        """),
    ),
    Words(
        "Ask the tenants who switches off the alarm in the stairwell",
        _lines("""
            Who turns off the stairwell alarm? Ask the tenants
            Find out from the tenants who can switch the alarm in the stairwell off
            Check with the tenants who disables the alarm on the stairs
            Do the tenants know who switches off the alarm in the stairwell?
            Somebody should ask the tenants who deactivates the stairwell alarm
            Get word from the tenants about who turns the alarm in the stairwell off
            Which of the tenants switches off the alarm in the stairwell?
            Clarify with the tenants who is in charge of switching off the stairwell alarm
            The tenants should tell us who switches the stairwell alarm off
            who switches off the alarm in the stairwel
        """),
        _lines("""
            Ask the tenants who switches on the heating in the stairwell
            Ask the tenants who paints the stairwell
            Ask the tenants when the alarm in the stairwell was built in
            Ask the neighbours whether they like the film
            Switch off the alarm in the stairwell
            Ask the tenants who has the key to the cellar
            Record the alarm in the stairwell
            Shoot the tenants in the stairwell
            Ask the tenants how loud the alarm is
            Ask the tenants who switches off the alarm in the garage
        """),
    ),
    Words(
        "Drop the line where Pavel mentions the lawsuit",
        _lines("""
            Cut Pavel's mention of the lawsuit
            Take out Pavel talking about the lawsuit
            Lose the bit where Pavel brings up the lawsuit
            Remove the sentence in which Pavel mentions the lawsuit
            Pavel's line on the lawsuit should come out
            Leave out what Pavel says about the lawsuit
            Could we trim out the lawsuit remark by Pavel?
            The lawsuit line of Pavel's has to go
            Edit out Pavel's comment about the lawsuit
            We can't use the line in which Pavel mentions the lawsuit
        """),
        _lines("""
            Drop the line where Pavel mentions the divorce
            Drop the line where Ines mentions the lawsuit
            Keep the line where Pavel mentions the lawsuit
            Don't drop the line where Pavel mentions the lawsuit
            Add a line where Pavel mentions the lawsuit
            Ask Pavel about the lawsuit
            Drop the music where Pavel mentions the lawsuit
            Bleep the line where Pavel mentions the lawsuit
            Add subtitles where Pavel mentions the lawsuit
            Move the line where Pavel mentions the lawsuit to the end
        """),
    ),
    Words(
        "Put a thunder clap under the slamming door in scene 16",
        _lines("""
            Add a clap of thunder when the door slams in scene 16
            Thunder on the door slam, scene 16
            Lay thunder under the slamming of the door in sc. 16
            When the door bangs shut in scene 16 we should hear thunder
            Could we get a thunder effect beneath the door slam in scene 16?
            Scene 16: sound of thunder as the door is slammed
            Drop in a thunderclap on the slamming door, scene sixteen
            Underline the door slam in scene 16 with thunder
            The slamming door in scene 16 needs a crack of thunder
            Mix a thunder sound effect under the door slamming in 16
            I'd like a rumble of thunder with the slamming door in scene 16
            put thunderclap under door slaming in scene 16
        """),
        _lines("""
            Put a thunder clap under the slamming door in scene 6
            Put a gunshot under the slamming door in scene 16
            Put a thunder clap under the car crash in scene 16
            Remove the thunder clap under the slamming door in scene 16
            Don't put thunder under the slamming door in scene 16
            Make the slamming door in scene 16 quieter
            Put a drum roll under the slamming door in scene 16
            Film the lightning through the door in scene 16
            Ask who slams the door in scene 16
            Replace the thunder in scene 16 with a bell
            Shoot the slamming door in scene 16 from inside
            Put a thunder clap under the title in scene 16
        """),
    ),
    Words(
        "Insert of the ferry ticket in the widow's handbag, scene 11",
        _lines("""
            Scene 11: close-up of the ferry ticket in the widow's bag
            We need to see the ferry ticket inside the widow's purse in scene 11
            Grab an insert of the ticket for the ferry in the widow's handbag
            Go back for the ferry ticket in the handbag, scene 11
            Could we pick up a tight shot of the ferry ticket in the widow's handbag?
            The ferry ticket in the widow's handbag deserves an insert in sc. 11
            Show the ticket in the widow's handbag in detail, scene eleven
            Pick up the ferry ticket sticking out of the widow's handbag
        """),
        _lines("""
            Insert of the ferry ticket in the widow's handbag, scene 12
            Insert of the pistol in the widow's handbag, scene 11
            Insert of the ferry ticket in the sailor's pocket, scene 11
            Cut the insert of the ferry ticket in scene 11
            Ask the widow where she bought the ferry ticket
            Wide of the ferry leaving in scene 11
        """),
    ),
    Words(
        "Ask Commander Reyes if the crew heard the alarm before the fire",
        _lines("""
            Did the crew hear the alarm before the fire? Ask Commander Reyes
            Find out from Reyes whether the crew heard the alarm before the fire broke out
            Does Commander Reyes know if the crew heard an alarm ahead of the fire?
            Question for Commander Reyes: was the alarm heard by the crew before the fire?
            Check with Reyes that the crew heard the alarm before the fire
            Get Commander Reyes to tell us whether the crew heard the alarm before the fire
            We should ask Reyes if anyone in the crew heard the alarm before the fire
            Can Commander Reyes confirm the crew heard the alarm before it burned?
        """),
        _lines("""
            Ask Commander Reyes if the crew heard the alarm after the fire
            Ask Commander Reyes if the crew saw the smoke before the fire
            Ask Captain Doyle if the crew heard the alarm before the fire
            Ask Commander Reyes who rang the alarm
            Add the sound of the alarm before the fire
            Cut Commander Reyes talking about the fire
        """),
    ),
    Words(
        "Let the drums stop abruptly when the gate closes",
        _lines("""
            Cut the drums dead as the gate shuts
            The drums should stop suddenly when the gate closes
            End the drums with the closing of the gate
            Have the drums cut off the moment the gate closes
            Drums out on the gate closing
            Could the drumming end abruptly as the gate falls shut?
            When the gate closes, silence the drums
            Kill the drums when the gate closes
        """),
        _lines("""
            Let the drums start when the gate closes
            Let the drums stop abruptly when the horse falls
            Let the choir stop abruptly when the gate closes
            Keep the drums going when the gate closes
            Make the drums louder when the gate closes
            Film the drummer when the gate closes
        """),
    ),
    Words(
        "Make the subtitles yellow in the courtroom scene",
        _lines("""
            Yellow subtitles in the courtroom
            Change the colour of the captions in the courtroom scene to yellow
            The courtroom subtitles should be yellow
            Turn the subtitles yellow for the court scene
            Could the captions in the courtroom scene be in yellow?
            Use yellow for the subs in the courtroom
            Set the courtroom scene's subtitles in yellow
            I'd go for yellow captions in the courtroom scene
        """),
        _lines("""
            Make the subtitles green in the courtroom scene
            Make the subtitles yellow in the prison scene
            Make the title yellow in the courtroom scene
            Make the subtitles bigger in the courtroom scene
            Remove the subtitles in the courtroom scene
            Translate the subtitles in the courtroom scene
        """),
    ),
    Words(
        "Shoot the beekeeper lifting the frame from the hive, handheld",
        _lines("""
            Handheld of the beekeeper as he takes the frame out of the hive
            The beekeeper pulls the frame from the hive, shot by hand
            Follow the beekeeper handheld while lifting the frame out of the hive
            We want a handheld shot: beekeeper lifts frame from hive
            Grab the beekeeper lifting a frame out of the beehive, handheld
            Go back and film the beekeeper raising the frame from the hive off the shoulder
            Could we have the beekeeper with the frame at the hive handheld?
            Pick up the beekeeper lifting out the frame
        """),
        _lines("""
            Shoot the beekeeper lighting the smoker, handheld
            Shoot the gardener lifting the frame from the hive, handheld
            Shoot the beekeeper lifting the frame from the hive on a tripod
            Cut the beekeeper lifting the frame from the hive
            Record the buzzing of the hive
            Interview the beekeeper at the hive
        """),
    ),
    Words(
        "Shoot the orchard at harvest time from a drone",
        _lines("""
            Get an aerial of the orchard during the harvest
            Fly the drone over the orchard while they harvest
            Drone shot: the orchard, harvest going on
            We still need the orchard from above at harvest
            Could we see the orchard from the air when the apples are picked?
            Pick up the orchard harvest with the drone
            Orchard at harvest, aerial
            A bird's-eye view of the orchard in the harvest season
        """),
        _lines("""
            Shoot the orchard in winter from a drone
            Shoot the vineyard at harvest time from a drone
            Shoot the orchard at harvest time in close-up
            Drop the drone shot of the orchard
            Ask who owns the orchard
            Record the sounds of the orchard at harvest time
        """),
    ),
    Words(
        "Find out whether Lena's daughter wants to be named in the credits",
        _lines("""
            Ask Lena if her daughter would like to be named in the credits
            Does Lena's daughter want her name in the credits?
            Check with Lena whether the daughter should be credited by name
            Is it okay for Lena's daughter to be named in the end credits?
            Lena's daughter in the credits by name - does she want that?
            We need to know if Lena's daughter wants to appear in the credits
            Someone has to ask Lena's daughter whether she wants to be in the credits
            Would Lena's daughter like to be listed in the credits?
        """),
        _lines("""
            Find out whether Lena's daughter wants to see the rough cut
            Find out whether Lena's husband wants to be named in the credits
            Remove Lena's daughter from the credits
            Find out how old Lena's daughter is
            Make the credits longer
            Find out whether Nora's daughter wants to be named in the credits
        """),
    ),
    Words(
        "Lose the voiceover at the start of the market sequence",
        _lines("""
            Start the market sequence without voiceover
            Take the narration off the opening of the market sequence
            No voiceover at the beginning of the market sequence
            The market sequence should begin with no narration
            Cut the VO at the top of the market sequence
            Remove the narrator where the market sequence starts
            Can we do without the voice-over as the market sequence begins?
            The voiceover opening the market sequence isn't needed
        """),
        _lines("""
            Lose the voiceover at the end of the market sequence
            Lose the music at the start of the market sequence
            Lose the voiceover at the start of the airport sequence
            Keep the voiceover at the start of the market sequence
            Add a voiceover at the start of the market sequence
            Shorten the market sequence
        """),
    ),
    Words(
        "Get a reverse shot of the judge in scene 14 while the verdict is read",
        _lines("""
            Scene 14: reverse on the judge during the reading of the verdict
            We need the judge's reverse as the verdict gets read in scene 14
            Go back and get the judge's reverse angle for the verdict, scene 14
            Grab a reverse of the judge in sc. 14 when they read the verdict
            Could we shoot the reverse angle on the judge at the verdict in scene fourteen?
            Pick up the judge in reverse while the verdict is being read
            In scene 14 a counter shot of the judge for the verdict
            The judge listening to the verdict, reverse shot, scene 14
        """),
        _lines("""
            Get a reverse shot of the judge in scene 4 while the verdict is read
            Get a reverse shot of the defendant in scene 14 while the verdict is read
            Cut the reverse shot of the judge in scene 14
            Get a wide of the courtroom in scene 14
            Ask the judge about the verdict
            Don't shoot a reverse of the judge
        """),
    ),
)

ALSO_KEPT_ASIDE = (
    Words(
        "Insert of the eviction notice on the fridge",
        _lines("""
            Close shot of the eviction notice stuck to the fridge
            We need an insert: eviction notice on the refrigerator
            Go back and get the eviction letter on the fridge
            Grab a tight shot of the eviction notice on the fridge door
            Could we pick up an insert of the notice of eviction on the fridge?
            Show the eviction notice on the fridge up close
            The eviction notice on the fridge should get its own insert
            Pick up the eviction notice hanging on the fridge in close-up
            A detail of the eviction notice on the fridge is missing
            Let's see the eviction notice on the fridge so people understand what's at stake
            Cut in a close-up of the eviction notice on the fridge
            insert eviction notise on frigde
        """),
        _lines("""
            Insert of the birthday card on the fridge
            Insert of the eviction notice on the door
            Wide of the kitchen with the fridge
            Insert of the eviction notice in the bin
            Remove the insert of the eviction notice
            Don't show the eviction notice on the fridge
            Ask who wrote the eviction notice
            Record the hum of the fridge
            Insert of the food in the fridge
            Add subtitles to the eviction notice
            Hold the insert of the eviction notice longer
            Interview the tenant about the eviction
        """),
    ),
    Words(
        "Translate the captions of the grandmother's story into Spanish",
        _lines("""
            Subtitle grandma's story in Spanish
            The grandmother's story needs Spanish captions
            Add Spanish subtitles to the grandmother's story
            Could we have the captions for the grandmother's story in Spanish?
            Provide a Spanish version of the subtitles under grandmother's story
            Put the captions of the grandmother's tale into Spanish
            Have the grandmother's story captioned in Spanish
            Spanish subs for the grandmother's story
            Spanish-speaking viewers should be able to read the grandmother's story
            We want the grandmother's story with captions in Spanish
            Get the captions translated to Spanish where the grandmother tells her story
            translate captions of grandmothers story to spanish
        """),
        _lines("""
            Translate the captions of the grandmother's story into Polish
            Translate the captions of the fisherman's story into Spanish
            Translate the grandmother's letter into Spanish
            Remove the Spanish captions from the grandmother's story
            Dub the grandmother's story in Spanish
            Make the captions of the grandmother's story bigger
            Don't translate the captions of the grandmother's story
            Ask whether the grandmother speaks Spanish
            Shorten the grandmother's story
            Add Spanish music under the grandmother's story
            Check the spelling in the captions of the grandmother's story
            Translate the captions of the grandmother's song into Spanish
        """),
    ),
    Words(
        "Make the flashback at the pool cooler and less saturated",
        _lines("""
            Cool down the pool flashback and take out some colour
            Give the flashback at the swimming pool a cold, desaturated look
            The pool flashback should look colder, with less colour
            Grade the flashback at the pool cold and pale
            Less saturation and a bluer tone for the flashback by the pool
            Could the flashback at the pool be graded cooler and less colourful?
            Pull the saturation down in the pool flashback and make it colder
            Desaturate the pool flashback and push it towards cool
            A cooler, washed-out grade for the flashback at the pool
            I'd have the flashback at the pool cooler, the colours more muted
            pool flashback: cooler, less saturated
            make flashback at pool colder and desaturated please
        """),
        _lines("""
            Make the flashback at the pool warmer and more saturated
            Make the wedding at the pool cooler and less saturated
            Make the flashback at the beach cooler and less saturated
            Make the flashback at the pool shorter
            Keep the flashback at the pool as saturated as it is
            Cut the flashback at the pool
            Make the flashback at the pool black and white
            Ask the colourist about the flashback at the pool
            Don't make the flashback at the pool cooler
            Make the flashback at the pool quieter
            Reshoot the flashback at the pool in the evening
            Add the sound of splashing to the flashback at the pool
        """),
    ),
)
