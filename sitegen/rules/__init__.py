"""Rules that no single field can keep: within a record, and between records.

A shelf: each module is one subject, each rule a function from what was decoded to findings, listed
here. ``texts.review`` looks at the words of one file, ``ages`` also needs the day that the site
speaks of. Knows the kinds; changes nothing.
"""

from __future__ import annotations

from sitegen.rules import ages, contacts, geography, records, secrecy, twins

RECORD_RULES = (
    records.unknown_names_fields,
    records.verified_names_fields,
    records.periods_run_forward,
    secrecy.confidential_places_are_absent,
    contacts.persons_stay_private,
    contacts.documents_can_be_read,
    contacts.money_is_told_once,
)
DIRECTORY_RULES = (
    records.slugs_fit_addresses,
    records.places_nest,
    records.page_addresses_are_free,
    secrecy.confidential_places_stop_at_the_town,
    secrecy.services_do_not_lead_to_their_provider,
    secrecy.texts_do_not_lead_to_the_keeper,
    secrecy.contacts_do_not_lead_to_the_keeper,
    secrecy.texts_tell_no_address,
    records.chains_have_an_end,
    records.levels_are_few,
    contacts.telephones_are_of_one_house,
    contacts.services_can_be_reached,
    geography.points_are_of_few,
    twins.twins_are_proposed,
    ages.documents_follow_in_time,
)
# Of the one that reads texts; of the one that finds links in them.
TEXT_CODES = frozenset({"confidential.text", "confidential.mention"})
LINK_CODES = frozenset({"confidential.keeper"})
COUNTRY_RULES = (geography.points_are_in_the_country, contacts.contacts_in_text)
AGE_RULE = ages.facts_are_fresh
