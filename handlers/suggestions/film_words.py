"""Words of the trade by what they mean: those of one line are one thing in other words. Pure.

Of a kind of words marked as `apart`, two different ones mean two different things: who wants a
close-up wants no wide. A phrase is written with "_" between its words.
"""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache

from handlers.notes.reader.likeness import stem


@dataclass(frozen=True)
class Kind:
    """A kind of words: how much one of them weighs, whether two different ones mean two different
    things, which medium they belong to, and its lines, each led by the word for all of them."""

    name: str
    weight: float
    apart: bool
    lines: str
    medium: str = ""


KINDS = (
    Kind(
        "size", 0.5, True, """
        close close_up close_ups closeup closeups cu ecu tight tight_shot close_shot up_close
            an_insert
            insert_of insert_shot detail detail_shot detail_view macro extreme_close_up near_shot
        wide wides wide_shot wide_angle long_shot long_shots master master_shot ws full_view
            wide_view establishing establishing_shot establisher establish set_the_place
            total totale
        medium medium_shot mid_shot midshot waist_shot half_shot mcu medium_close_up
        fullbody full_shot full_body full_length head_to_toe
        aerial aerials drone drones drone_shot helicopter helicopter_shot bird's_eye
            birds_eye fly_the_drone flies_the_drone top_shot overhead overhead_shot from_above
            from_the_air
            above_view
        pov point_of_view subjective_shot over_the_shoulder ots
        frombehind from_behind from_the_back from_the_rear
        twoshot two_shot two_shots group_shot
        lowangle low_angle from_below worm's_eye camera_low low_camera down_low from_low
        """, "picture",
    ),
    Kind(
        "move", 0.5, False, """
        tracking track tracking_shot travelling follow follows following follow_shot dolly
            dolly_shot walk_with moving_camera camera_move one_take oner
        pushin
        pullback
        static static_shot locked_off lock_off lockoff still_camera fixed_camera
        pan pans panning pan_shot whip_pan
        tilt tilts tilting tilt_up tilt_down
        zoom zooms zoom_in zoom_out crash_zoom
        crane crane_shot jib jib_shot
        """, "picture",
    ),
    Kind(
        "support", 0.5, True, """
        handheld hand_held by_hand on_the_shoulder shoulder_camera from_the_shoulder
        tripod sticks on_a_tripod from_a_tripod
        gimbal steadicam stabiliser stabilizer ronin
        """, "picture",
    ),
    Kind(
        "technique", 0.8, True, """
        slowmotion slow_motion slow_mo slo_mo slowmo slomo slow_down slows_down slowed_down
            slowing_down high_speed high_frame_rate overcrank ramp_down half_speed
        fastmotion speed_up speeds_up sped_up speeding_up fast_motion
        timelapse time_lapse time_lapses hyperlapse hyper_lapse
        freezeframe freeze_frame freeze_frames freeze frozen_frame hold_frame
        splitscreen split_screen
        reverse backwards in_reverse play_backwards
        blackwhite black_and_white b&w monochrome
        animation animated animate motion_graphics
        """, "picture",
    ),
    Kind(
        "picture", 0.0, False, """
        shot shots film films filmed filming footage camera picture pictures frame frames image
            images take takes clip clips broll b_roll cutaway cutaways cut_away cut_aways view
            views angle shoot shoots shooting reshoot pickup pickups
        """, "picture",
    ),
    Kind(
        "said", 0.0, False, """
        line lines sentence sentences passage remark remarks comment comments mention mentions
            mentioning mentioned brings_up bring_up
        """, "voice",
    ),
    Kind(
        "sound", 1.0, True, """
        roomtone room_tone room_tones ambience ambiance ambient atmos atmo atmosphere ambient_sound
            background_sound background_noise background_sounds wild_track wildtrack
            wild_sound buzz_track presence
        birdsong bird_song bird_songs bird_sounds bird_calls sound_of_birds birds_singing
            sounds_of_birds singing_birds singing_of_birds song_of_birds
        """, "sound",
    ),
    Kind(
        "voice", 0.8, True, """
        voiceover voice_over voice_overs vo v.o narration narrator commentary off_text off_voice
        interview interviews interviewed talk_to_camera talking_head talking_heads soundbite
            sound_bite sound_bites testimonial statement piece_to_camera
        dialogue dialog lines_of_dialogue
        """, "voice",
    ),
    Kind(
        "music", 0.5, False, """
        music song songs tune tunes score soundtrack track_of_music cue bgm backing_track musical
            melody music_track
        """, "music",
    ),
    Kind(
        "instrument", 1.0, True, """
        piano pianos keys keyboard grand_piano
        strings string violin violins cello cellos orchestra string_section string_quartet
        guitar guitars
        drums drum percussion
        brass trumpet trumpets horn horns
        synth synthesizer synths electronic
        choir choirs vocals singing chorus
        """, "music",
    ),
    Kind(
        "graphic", 0.8, True, """
        lowerthird lower_third lower_thirds name_tag name_tags name_super name_supers name_strap
            name_straps name_title name_titles bauchbinde chyron name_caption nameplate
            identify identifies caption_with_the_name
        subtitle subtitles caption captions captioned captioning subs subtitled subtitling
        titles credits title_roll
        titlecard title_card title_cards intertitle insert_title text_card
        endcard end_card end_board end_slate endcard closing_card
        logo logos wordmark brand_mark brandmark
        map maps
        chart charts graph graphs diagram diagrams infographic infographics
        watermark
        font fonts typeface lettering
        """, "graphic",
    ),
    Kind(
        "time", 0.5, True, """
        dawn sunrise daybreak first_light sunup early_morning sun_comes_up sun_rises
            rising_sun break_of_day blue_hour_in_the_morning crack_of_dawn
        morning mornings
        noon midday lunchtime high_noon
        afternoon afternoons
        dusk sunset sundown twilight nightfall golden_hour blue_hour sun_goes_down sun_sets
            setting_sun last_light evening evenings
        night nights nighttime midnight by_night after_dark in_the_dark nocturnal
        daytime daylight by_day broad_daylight during_the_day day
        """,
    ),
    Kind(
        "season", 0.7, True, """
        spring springtime
        summer summertime
        autumn autumnal
        winter wintertime
        """,
    ),
    Kind(
        "side", 0.6, True, """
        inside indoors indoor interior
        outside outdoors outdoor exterior open_air facade front_of from_the_street
        """, "picture",
    ),
    Kind(
        "end", 0.5, True, """
        opening beginning begin begins start starts at_the_top top_of intro introduction
            cold_open first_scene top_of_the_film
        ending end ends closing close_of_the_film outro finale last_scene
        middle halfway mid_film
        """,
    ),
    Kind(
        "order", 0.3, True, """
        before ahead_of in_front_of preceding precedes prior_to leading_into leads_into
            straight_into comes_before right_before just_before
        after afterwards following_the once
        """,
    ),
    Kind(
        "ordinal", 0.3, True, """
        first 1st
        second 2nd
        third 3rd
        fourth 4th
        last
        """,
    ),
    Kind(
        "hand", 0.8, True, """
        left left_hand
        right_side right_hand on_the_right to_the_right
        """,
    ),
    Kind(
        "colour", 0.8, True, """
        red
        blue
        green
        yellow
        white
        black
        orange
        pink
        purple violet
        grey gray
        golden gold
        brown
        """,
    ),
    Kind(
        "place", 1.0, True, """
        harbour harbor port docks quay waterfront marina
        city town skyline village
        corridor hallway passage
        hospital clinic ward infirmary
        street lane avenue alley sidewalk pavement
        office bureau workplace
        workshop work_shop garage
        factory production_hall assembly_line shop_floor
        shop boutique supermarket market
        church chapel
        house cottage building flat apartment
        garden park
        forest woods woodland
        field meadow farmland
        farm barn stable
        beach seaside coastline
        lake pond
        mountain hill peak summit
        station railway_station train_station platform
        airport runway
        restaurant cafe bar pub
        stadium arena
        lounge living_room sitting_room
        roof rooftop
        cellar basement
        stairs staircase stairway stairwell
        lobby foyer entrance_hall
        theatre stage auditorium
        warehouse depot
        laboratory lab
        cemetery graveyard churchyard
        parking car_park parking_space parking_lot parkinglot
        backstage behind_the_stage behind_the_scenes
        """,
    ),
    Kind(
        "person", 1.0, True, """
        nurse carer
        doctor medic physician surgeon
        patient
        teacher
        husband
        wife
        sister
        brother
        son
        daughter
        cook chef
        mayor mayoress lord_mayor
        child boy girl pupil student
        cyclist rider biker
        blacksmith smith
        carpenter joiner
        engineer technician
        guest visitor
        priest pastor vicar
        journalist reporter
        captain skipper
        sailor seaman
        coach trainer
        tailor seamstress
        postman courier
        cleaner janitor
        driver chauffeur
        mother mum mom
        father dad
        grandmother grandma granny
        grandfather grandpa granddad
        crowd audience spectators onlookers public
        worker workman labourer
        founder owner
        ceo boss chief managing_director
        customer shopper
        apprentice trainee
        expert scientist professor
        musician band
        man guy gentleman
        woman lady
        """,
    ),
    Kind(
        "thing", 1.0, False, """
        provide bring supply deliver organise organize arrange responsible take_care takes_care
            look_after gets_it see_to sees_to procure sort_out in_charge
        rent hire book
        approve sign_off signs_off signed_off okay
        shut lock close_it
        cross goes_over go_over going_over pass_over passes_over
        arrive arrival
        hammer beat
        embrace hug
        laugh smile
        pause gap silence
        answer reply response
        graphic text overlay text_on_screen on_screen_text superimposed
        free available availability
        hot glowing glow red_hot
        lamp light_bulb lantern street_light
        table desk
        meal food dish
        banner flag
        medal trophy cup
        march protest rally
        party celebration
        truck lorry van
        bus coach_bus
        bicycle bike
        boat ship vessel
        door gate entrance
        phone mobile_phone
        computer laptop
        alone on_her_own on_his_own by_herself by_himself by_themselves on_their_own by_itself
        rights song_rights licensing clearance
        plates licence_plate license_plate number_plate licence_plates license_plates number_plates
        concert recital
        tuning tuning_up tune_up
        applause clapping cheering
        handshake shaking_hands shake_hands shakes_hands
        joke gag punchline
        finish finishing_line finish_line
        function title office_held role job_title position job_held
        dough batter pastry
        speech address talk
        product item
        permit licence license permission
        costume wardrobe clothes
        makeup make_up
        script screenplay
        budget money
        deadline due_date
        release consent release_form consent_form
        goodbye farewell good_bye
        """,
    ),
    Kind(
        "operation", 0.8, True, """
        blur blurs blurred blurring pixelate pixelated pixelating unreadable obscure obscured hide
            hidden unrecognisable unrecognizable blur_out black_out anonymise anonymize mask masked
        sharpen sharpened sharper
        crop cropped cropping reframe reframed
        mute muted mutes muting silence_it
        fadeblack
        switchoff disable disables deactivate deactivates
        switchon activate activates enable enables
        crossfade dissolve dissolves cross_fade cross_dissolve
        mirror mirrored flip flipped flop
        rotate rotated
        translate translated translation
        bleep bleeped beep beeped
        rewrite rewritten reword reworded rephrase rephrased
        denoise denoised clean_up_the_sound de_noise
        retouch retouched paint_out paint_it_out erase erased airbrush
        loop looped loops
        sync synced synchronise synchronize
        """,
    ),
)  # fmt: skip

_LITTLE = """
    a about absolutely actually add add-on added adding additional adds afresh again agency ahead
    ain't all almost along already also although always an and anew another any anybody anyone
    anything appear appears are aren't around as ask asked asks aspect at available away back
    background bare be because been behind being belong belongs below beneath beside besides best
    better between beyond bit board both brief briefly bring_in but by came can can't cannot capture
    captured captures carry case catch certain check checked clarify clean clear clearly client come
    comes coming complete confirm consider context could couldn't couple cover covering create crew
    currently cut cuts decide definitely describe did didn't director do does doesn't doing don't
    done down drama dramatic dramatically during each edit edited editor effect either else emotion
    emotional energy enough entire etc even ever every everybody everyone everything exactly
    exchange explain extra feature featuring feed feel feeling few figure film_it find fit fits flow
    for form found from fully further gave get gets getting give given gives go goes going gone good
    got grab grabs great guess had happen happening happens has hasn't have haven't having he hear
    heard help helps her here hers him his hold honestly how however i i'd i'll idea if immediately
    impact important in include included including insert inserted inserting inserts instead into
    introduce introduced introduces introducing is isn't it it'd it's its itself just keep keeps
    kind know known laid last later lay lays least leave less let let's lets like little live locate
    located location location_of locations look looks make makes making many matter may maybe me
    mean means mention mentioned might minute minutes miss missing moment moments mood more most
    move much must my name_of necessary need needed needs network never next nice no nobody none
    nope nor not note nothing now occur occurs of off often on once_more one one_more ones only
    onscreen onto or order organisation other others our out over overall own pace part people per
    perform perhaps person pick picked picking pickup place placed plan planned play played playing
    plays please pls point possible possibly preferably prepare present presented probably producer
    production properly proposal propose put puts question quick quickly quite rather ready real
    really reason record recorded recording records remain remains remember replace require required
    requires rhythm right room run running runs same save saw say says scene scenes screen second
    seconds section see seem seems seen sequence sequences set sets setting several shall shan't she
    short should shoulder shouldn't show showing shown shows side simple simply since sit situation
    so some somebody somehow someone something somewhere soon sort space spot start stay stays still
    story straight suggest suggested suggestion sure swap switch take take_place taken takes
    takes_place taking taking_place team tell tells tension than thanks that that's the their them
    then there there's these they they'd thing think this those though thought thoughts through
    throughout thus time to together too total towards tries try trying turn two type under
    underneath until up upon us use used using usual usually version versions very via viewer
    viewers visible visual visually wait walk walking walks want wanted wants was wasn't watch way
    we we'd we'll we're well were weren't what whatever when where whether which while whilst who
    whoever whole whom whose why will wish with within without won't wonder work working works worth
    would wouldn't yes yet you your
"""


@dataclass(frozen=True)
class Meaning:
    """What a word of the trade means: the word for all of its line, and its kinds."""

    word: str
    kinds: tuple[Kind, ...]


@cache
def meanings() -> Mapping[str, Meaning]:
    """What each single word means."""
    return {said: meaning for said, meaning in _said().items() if "_" not in said}


@cache
def stemmed() -> Mapping[str, Meaning]:
    """What words mean by their stems, where all with that stem mean one thing."""
    found: dict[str, Meaning] = {}
    for said, meaning in meanings().items():
        found.setdefault(stem(said), meaning)
    unlike = {stem(said) for said, each in meanings().items() if found[stem(said)] != each}
    return {cut: meaning for cut, meaning in found.items() if cut not in unlike}


@cache
def little() -> frozenset[str]:
    """Words that say nothing of what a suggestion is about."""
    return frozenset(word for word in _LITTLE.split() if "_" not in word) - meanings().keys()


@cache
def phrases() -> tuple[re.Pattern[str], Mapping[str, str]]:
    """A pattern that finds phrases, and the word that stands for each."""
    found = {
        re.sub(r"[_-]", " ", said): meaning.word for said, meaning in _said().items()
        if "_" in said
    }  # fmt: skip
    longest = sorted(found, key=len, reverse=True)
    words = "|".join(re.escape(each).replace(r"\ ", "[ -]") for each in longest)
    return re.compile(rf"(?<![\w])(?:{words})(?![\w])", re.IGNORECASE), found


@cache
def words() -> frozenset[str]:
    """All words that are known to be spelled right."""
    said = {part for each in _said() for part in each.split("_")}
    return frozenset(said | {part for each in _LITTLE.split() for part in each.split("_")})


@cache
def _said() -> Mapping[str, Meaning]:
    """What each word and phrase means; one that stands in several kinds is of all of them."""
    found: dict[str, Meaning] = {}
    for kind in KINDS:
        for line in _joined(kind.lines):
            first = line[0]
            for said in line:
                known = found.get(said)
                if known is None:
                    found[said] = Meaning(first, (kind,))
    return found


def _joined(lines: str) -> list[list[str]]:
    """Each line's words; a line further in goes on with the one above it."""
    found: list[list[str]] = []
    rows = [row for row in lines.splitlines() if row.strip()]
    least = min(len(row) - len(row.lstrip()) for row in rows)
    for row in rows:
        if len(row) - len(row.lstrip()) > least:
            found[-1] += row.split()
        else:
            found.append(row.split())
    return found
