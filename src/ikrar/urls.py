"""Every address of the product, each with the rule it declares."""

from __future__ import annotations

from django.conf.urls.i18n import i18n_patterns
from django.utils.translation import gettext_lazy as _

from ikrar.api import document
from ikrar.api.v1.addresses import operations
from ikrar.core.account.role import Role
from ikrar.routes import job, meeting, relay, release, stage
from ikrar.web import account, invitation
from ikrar.web import entrance as enrolment
from ikrar.web.access import desk, entrance, everyone, route, signed
from ikrar.web.desk import account as desk_account
from ikrar.web.desk import certificate as desk_certificate
from ikrar.web.desk import declaration as desk_declaration
from ikrar.web.desk import edition as desk_edition
from ikrar.web.desk import grant as desk_grant
from ikrar.web.desk import home as desk_home
from ikrar.web.desk import institution as desk_institution
from ikrar.web.desk import key, merge, queue, reading, scan, start, trail
from ikrar.web.desk import ledger as desk_ledger
from ikrar.web.desk import office_key as desk_office_key
from ikrar.web.desk import place as desk_place
from ikrar.web.desk import review as desk_review
from ikrar.web.desk import signing as desk_signing
from ikrar.web.desk import token as desk_token
from ikrar.web.desk import unit as desk_unit
from ikrar.web.public import (
    ceremony,
    check,
    commitment,
    correction,
    declaration,
    embed,
    exchange,
    feed,
    home,
    institution,
    ledger,
    manual,
    office_key,
    place,
    proof,
    register,
    signing,
    sitemap,
    verify,
)

GRANTED = tuple(r for r in Role if r not in {Role.RESIDENT, Role.REVIEWER, Role.MACHINE})
SECRETARY = (Role.SECRETARY,)
ADMINISTRATOR = (Role.ADMINISTRATOR,)
OWN_INSTITUTION = "the institution the person administers"
FOUNDS = "the person's own institutions and new ones in the areas of the grant"
OWN_DRAFT = "a draft of the person's own, not past its date"
OWN_SCAN = "pictures of declarations of the institution, in the areas of the grant"
OWN_REGISTER = "declarations of the institution, in the areas of the grant"

DECLARATION = "deklarasi/<str:ref>/"
DESK_READING = "meja/bacaan/<str:ref>/"
DESK_DECLARATION = "meja/deklarasi/<str:ref>/"
DESK_SCAN = "meja/gambar/<str:ref>/"


DESK_INSTITUTION = "meja/lembaga/<str:area>/<str:unit>/"

CHANGE_INSTITUTIONS = desk("POST", roles=ADMINISTRATOR, scope=FOUNDS)
READ_INSTITUTION = desk("GET", roles=ADMINISTRATOR, scope=OWN_INSTITUTION)
CHANGE_INSTITUTION = desk("POST", roles=ADMINISTRATOR, scope=OWN_INSTITUTION)
READ_DRAFT = desk("GET", roles=SECRETARY, scope=OWN_DRAFT)
CHANGE_DRAFT = desk("POST", roles=SECRETARY, scope=OWN_DRAFT)
READ_REGISTER = desk("GET", roles=SECRETARY, scope=OWN_REGISTER)
CHANGE_REGISTER = desk("POST", roles=SECRETARY, scope=OWN_REGISTER)
LIST_KEYS = desk("GET", roles=GRANTED, scope="the person's own keys")
OWN_KEYS = desk("GET", "POST", roles=GRANTED, scope="the person's own keys")
CHANGE_KEYS = desk("POST", roles=GRANTED, scope="the person's own keys")
OWN_PASSKEY = desk("GET", "POST", roles=GRANTED, scope="a passkey of the person's own")
REMOVE_PASSKEY = desk("POST", roles=GRANTED, scope="a passkey of the person's own")
ADMINISTRATOR = (Role.ADMINISTRATOR,)
OWN_DEVICES = "devices of the institution one administers, within the areas of one's grant"
LIST_DEVICES = desk("GET", "POST", roles=ADMINISTRATOR, scope="the own institution's devices")
OWN_DEVICE = desk("GET", roles=ADMINISTRATOR, scope=OWN_DEVICES)
CHANGE_DEVICE = desk("POST", roles=ADMINISTRATOR, scope=OWN_DEVICES)
STEP = entrance("GET", "POST", scope="a session that sets up its keys after an invitation")
OWN_PEOPLE = "grants of the institution, in the areas of the grant"
JUDGED = "requests of the institution, and those of others that wait for this person"
LIST_PEOPLE = desk("GET", roles=ADMINISTRATOR, scope="people of the institution")
READ_GRANT = desk("GET", roles=ADMINISTRATOR, scope=OWN_PEOPLE)
CHANGE_GRANT = desk("POST", roles=ADMINISTRATOR, scope=OWN_PEOPLE)
JUDGE = desk("POST", roles=ADMINISTRATOR, scope=JUDGED)
TRAIL = desk("GET", roles=(Role.ADMINISTRATOR, Role.AUDITOR), scope="leaves of the institution, or of the areas")
OF_ALL = "what concerns the ledger of all institutions"
READ_LEDGER = desk("GET", roles=ADMINISTRATOR, scope=OF_ALL)
CHANGE_LEDGER = desk("POST", roles=ADMINISTRATOR, scope=OF_ALL)
GRANT = "meja/akun/mandat/<str:ref>/"
REQUEST = "meja/akun/usul/<str:ref>/"
READERS = (Role.OFFICER, Role.SECRETARY)
GIVEN_TO_READ = "drafts the institution was asked to read, in the areas of the grant"
READ_REVIEW = desk("GET", roles=READERS, scope=GIVEN_TO_READ)
ANSWER_REVIEW = desk("POST", roles=READERS, scope=GIVEN_TO_READ)
REVIEW = "meja/tinjauan/<str:ref>/"
REVIEW_REGISTER = desk("GET", "POST", roles=SECRETARY, scope=OWN_REGISTER)

KEYS_AROUND = "keys of the institution's offices, and of those in the areas of the grant"
CHANGE_OFFICE_KEY = desk("POST", roles=READERS, scope=KEYS_AROUND)
OFFICE_KEY = "meja/jabatan/<str:ref>/"
#: A one-time link is the right itself (decision 24): signing, enrolling an office's key.
FILE = entrance("GET", "POST", scope="a file that is looked at and not kept")
LINK = entrance("GET", "POST", scope="whoever holds a one-time link")

urlpatterns = [
    route("robots.txt", home.robots, everyone(), name="robots"),
    route("sitemap.xml", sitemap.index, everyone(), name="sitemap"),
    route("sitemap/<str:name>.xml", sitemap.part, everyone("frozen versions"), name="sitemap-part"),
    route(
        DECLARATION + "versi/<int:number>.json",
        declaration.canonical,
        everyone("frozen versions"),
        name="canonical",
    ),
    *operations(),
    route(DECLARATION + "versi/<int:number>/bukti.json", proof.bundle, everyone("frozen versions"), name="proof"),
    route(
        DECLARATION + "piagam/<int:number>.pdf", proof.paper, everyone("issued certificates"), name="certificate-paper"
    ),
    route("api/v1/openapi.json", document.openapi, everyone(), name="api-openapi"),
    route("wilayah/batas.json", place.borders, everyone(), name="borders"),
    route("wilayah/<str:code>/batas.json", place.borders, everyone(), name="area-borders"),
    *stage.PLAIN,
    *relay.PLAIN,
    *meeting.PLAIN,
    route("ledger/checkpoint", ledger.checkpoint, everyone(), name="ledger-checkpoint"),
    route("ledger/policy", ledger.policy, everyone(), name="ledger-policy"),
    route("ledger/tile/<path:path>", ledger.tile, everyone("what is signed"), name="ledger-tile"),
    route("ledger/proof/<str:name>", ledger.proof, everyone("what is signed"), name="ledger-proof"),
    route("ledger/cosignature", ledger.cosignature, signed("witnesses of the policy"), name="ledger-cosignature"),
    *i18n_patterns(
        route("api/v1/", document.page, everyone(), name="api"),
        route("", home.home, everyone(), name="home"),
        route("deklarasi/", register.page, everyone("frozen versions"), name="declarations"),
        route("deklarasi/unduh/<str:kind>", exchange.many, everyone("frozen versions"), name="declarations-file"),
        route(DECLARATION + "unduh/pdf", exchange.paper, everyone("frozen versions"), name="declaration-paper"),
        route(
            DECLARATION + "versi/<int:number>/unduh/pdf",
            exchange.paper,
            everyone("frozen versions"),
            name="version-paper",
        ),
        route(DECLARATION + "unduh/<str:kind>", exchange.one, everyone("frozen versions"), name="declaration-file"),
        route(DECLARATION, declaration.page, everyone("frozen versions"), name="declaration"),
        route(DECLARATION + "versi/<int:number>/", declaration.page, everyone("frozen versions"), name="version"),
        route(
            DECLARATION + "versi/<int:old>..<int:new>/",
            correction.difference,
            everyone("frozen versions"),
            name="difference",
        ),
        route("deklarasi/umpan.xml", feed.register, everyone("frozen versions"), name="declarations-feed"),
        route("koreksi/", correction.page, everyone("frozen versions"), name="corrections"),
        route("koreksi/umpan.xml", feed.corrections, everyone("frozen versions"), name="corrections-feed"),
        route("upacara/<str:ref>/", ceremony.page, everyone("frozen versions"), name="ceremony"),
        route("upacara/<str:ref>/kode.svg", ceremony.code, everyone("frozen versions"), name="ceremony-code"),
        route(
            "upacara/<str:ref>/<int:number>/keadaan.json",
            ceremony.live,
            everyone("frozen versions"),
            name="ceremony-live",
        ),
        route("komitmen/", commitment.index, everyone("frozen versions"), name="commitments"),
        route("komitmen/<str:slug>/", commitment.page, everyone("frozen versions"), name="commitment"),
        route("komitmen/<str:slug>/umpan.xml", feed.commitment, everyone("frozen versions"), name="commitment-feed"),
        route(
            "komitmen/<str:slug>/rumusan/<str:ref>/",
            commitment.wording,
            everyone("frozen versions"),
            name="commitment-wording",
        ),
        route("wilayah/<str:code>/umpan.xml", feed.area, everyone("frozen versions"), name="area-feed"),
        route(
            "embed/deklarasi/<str:ref>/", embed.of_declaration, everyone("frozen versions"), name="embed-declaration"
        ),
        route("embed/wilayah/<str:code>/", embed.of_area, everyone("frozen versions"), name="embed-area"),
        route("embed/komitmen/<str:slug>/", embed.of_commitment, everyone("frozen versions"), name="embed-commitment"),
        route("sematkan/", embed.snippet, everyone(), name="snippet"),
        # Last of its prefix: any other word after a reference is a declaration's title.
        route(DECLARATION + "<slug:slug>/", declaration.page, everyone("frozen versions"), name="declaration-titled"),
        route("wilayah/", place.nation, everyone(), name="areas"),
        route("wilayah/titik/", place.point, everyone(), name="area-at"),
        route("wilayah/<str:code>/", place.page, everyone(), name="area"),
        route("lembaga/", institution.directory, everyone(), name="institutions"),
        route("lembaga/<str:area>/<str:unit>/", institution.page, everyone(), name="institution"),
        route("pemilihan/<str:code>/", institution.election, everyone(), name="election"),
        route("periksa/berkas/", verify.page, FILE, name="check-file"),
        route("periksa/", check.page, everyone(), name="check"),
        route("buku-besar/", ledger.page, everyone(), name="ledger"),
        route("buku-besar/<str:name>/", ledger.leaf, everyone(), name="ledger-leaf"),
        route("panduan/", manual.home, everyone(), name="manual"),
        route("panduan/<str:slug>/", manual.page, everyone(), name="manual-page"),
        route("masuk/", account.enter, entrance("GET", "POST"), name="account_login"),
        route("masuk/kode/", account.second_factor, entrance("GET", "POST"), name="mfa_authenticate"),
        route("masuk/kunci/", account.passkey_login, entrance("GET", "POST"), name="passkey_login"),
        route("masuk/siapkan/", enrolment.overview, STEP, name="enrol"),
        route("masuk/siapkan/sandi/", enrolment.password, STEP, name="enrol-password"),
        route("masuk/siapkan/kode/", enrolment.app, STEP, name="enrol-app"),
        route("masuk/siapkan/kunci/", enrolment.passkey, STEP, name="enrol-passkey"),
        route("masuk/siapkan/cadangan/", enrolment.codes, STEP, name="enrol-codes"),
        route("masuk/siapkan/cadangan/teks/", enrolment.codes_text, STEP, name="enrol-codes-text"),
        route("masuk/undangan/", invitation.page, entrance("GET", "POST"), name="invitation"),
        route("tanda-tangan/<str:code>/", signing.page, LINK, name="sign"),
        route("kunci-lembaga/<str:code>/", office_key.page, LINK, name="office-key"),
        route("masuk/tautan/<str:token>/", account.link, entrance("GET", "POST"), name="link"),
        route("keluar/", account.leave, entrance("GET", "POST"), name="account_logout"),
        route(
            "meja/",
            desk_home.home,
            desk("GET", roles=GRANTED, scope="own drafts and declarations"),
            name="desk",
            menu=_("Meja kerja"),
        ),
        route(
            "meja/lembaga/",
            desk_institution.home,
            desk("GET", roles=ADMINISTRATOR, scope=FOUNDS),
            name="desk-institutions",
            menu=_("Lembaga"),
        ),
        route("meja/lembaga/lazim/", desk_institution.usual, CHANGE_INSTITUTIONS, name="desk-institutions-usual"),
        route("meja/lembaga/masukkan/", desk_institution.bring_in, CHANGE_INSTITUTIONS, name="desk-institutions-in"),
        route("meja/lembaga/unduh/", desk_institution.send_out, CHANGE_INSTITUTIONS, name="desk-institutions-out"),
        route(DESK_INSTITUTION, desk_unit.edit, READ_INSTITUTION, name="desk-institution"),
        route(DESK_INSTITUTION + "ubah/", desk_unit.change, CHANGE_INSTITUTION, name="desk-institution-change"),
        route("meja/kunci/", key.home, LIST_KEYS, name="keys", menu=_("Kunci masuk")),
        route("meja/kunci/ulang/", key.again, OWN_KEYS, name="key-again"),
        route("meja/kunci/sandi/", key.password, OWN_KEYS, name="key-password"),
        route("meja/kunci/kode/", key.app, OWN_KEYS, name="key-app"),
        route("meja/kunci/kode/lepas/", key.app_remove, CHANGE_KEYS, name="key-app-remove"),
        route("meja/kunci/passkey/", key.passkey_new, OWN_KEYS, name="key-passkey-new"),
        route("meja/kunci/passkey/<str:ref>/", key.passkey, OWN_PASSKEY, name="key-passkey"),
        route("meja/kunci/passkey/<str:ref>/lepas/", key.passkey_remove, REMOVE_PASSKEY, name="key-passkey-remove"),
        route("meja/kunci/cadangan/", key.codes, OWN_KEYS, name="key-codes"),
        route("meja/kunci/cadangan/teks/", key.codes_text, OWN_KEYS, name="key-codes-text"),
        route("meja/kunci/cadangan/tersimpan/", key.codes_kept, CHANGE_KEYS, name="key-codes-kept"),
        route("meja/kunci/keluar-semua/", key.sessions, CHANGE_KEYS, name="key-sessions"),
        route("meja/perangkat/", desk_token.home, LIST_DEVICES, name="tokens", menu=_("Perangkat")),
        route("meja/perangkat/<str:ref>/", desk_token.page, OWN_DEVICE, name="token"),
        route("meja/perangkat/<str:ref>/terbitkan/", desk_token.issue, CHANGE_DEVICE, name="token-issue"),
        route("meja/perangkat/<str:ref>/cabut/", desk_token.end, CHANGE_DEVICE, name="token-end"),
        route("meja/tempat/", desk_place.search, desk("GET", roles=GRANTED, scope="all areas"), name="places"),
        route(
            "meja/bacaan/",
            reading.new,
            desk("GET", "POST", roles=SECRETARY, scope="starts a draft"),
            name="readings",
            menu=_("Bacaan baru"),
        ),
        route(
            "meja/draf/",
            queue.page,
            desk("GET", roles=SECRETARY, scope="the person's own drafts"),
            name="drafts",
            menu=_("Draf bacaan"),
        ),
        route(DESK_READING, reading.edit, READ_DRAFT, name="reading"),
        route(DESK_READING + "simpan/", reading.save, CHANGE_DRAFT, name="reading-save"),
        route(DESK_READING + "baris/", reading.rows, CHANGE_DRAFT, name="reading-rows"),
        route(DESK_READING + "pilih/", reading.choose, CHANGE_DRAFT, name="reading-choose"),
        route(DESK_READING + "tercatat/", reading.take, CHANGE_DRAFT, name="reading-known"),
        route(
            DESK_READING + "gabung/",
            merge.page,
            desk("GET", "POST", roles=SECRETARY, scope=OWN_DRAFT),
            name="reading-merge",
        ),
        route(DESK_READING + "keluarkan/", reading.release, CHANGE_DRAFT, name="reading-release"),
        route(DESK_READING + "pisah/", merge.apart, CHANGE_DRAFT, name="reading-apart"),
        route(DESK_READING + "terima/", reading.confirm, CHANGE_DRAFT, name="reading-confirm"),
        route(DESK_READING + "buang/", reading.discard, CHANGE_DRAFT, name="reading-discard"),
        route(
            "meja/deklarasi/",
            start.page,
            desk("GET", "POST", roles=SECRETARY, scope="starts a draft"),
            name="declaration-start",
            menu=_("Mulai deklarasi"),
        ),
        route(DESK_DECLARATION, desk_declaration.edit, READ_REGISTER, name="desk-declaration"),
        route(DESK_DECLARATION + "simpan/", desk_declaration.save, CHANGE_REGISTER, name="declaration-save"),
        route(DESK_DECLARATION + "baris/", desk_declaration.rows, CHANGE_REGISTER, name="declaration-rows"),
        route(DESK_DECLARATION + "bekukan/", desk_declaration.freeze, REVIEW_REGISTER, name="declaration-freeze"),
        route(DESK_DECLARATION + "suntingan/", desk_edition.history, REVIEW_REGISTER, name="declaration-editions"),
        route(DESK_DECLARATION + "langkah/", desk_edition.step, CHANGE_REGISTER, name="declaration-step"),
        route(DESK_DECLARATION + "gabung/", desk_edition.merge, CHANGE_REGISTER, name="declaration-merge"),
        route(DESK_DECLARATION + "cetak/", desk_edition.paper, READ_REGISTER, name="declaration-print"),
        route(DESK_DECLARATION + "tinjauan/", desk_review.ask, CHANGE_REGISTER, name="review-ask"),
        route(DESK_DECLARATION + "tinjauan/tarik/", desk_review.withdraw, CHANGE_REGISTER, name="review-withdraw"),
        route(
            "meja/tinjauan/",
            desk_review.home,
            desk("GET", roles=READERS, scope="what the person's institutions were asked to read"),
            name="reviews",
            menu=_("Tinjauan"),
        ),
        route(REVIEW, desk_review.page, READ_REVIEW, name="review"),
        route(REVIEW + "setujui/", desk_review.approve, ANSWER_REVIEW, name="review-approve"),
        route(REVIEW + "kembalikan/", desk_review.send_back, ANSWER_REVIEW, name="review-return"),
        route(
            DESK_DECLARATION + "versi-baru/",
            desk_declaration.supersede,
            CHANGE_REGISTER,
            name="declaration-supersede",
        ),
        route(
            DESK_DECLARATION + "gambar/",
            scan.page,
            desk("GET", "POST", roles=SECRETARY, scope=OWN_REGISTER),
            name="scans",
        ),
        route(
            DESK_DECLARATION + "piagam/",
            desk_certificate.page,
            desk("GET", "POST", roles=SECRETARY, scope=OWN_REGISTER),
            name="desk-certificates",
        ),
        route(DESK_SCAN, scan.picture, desk("GET", roles=SECRETARY, scope=OWN_SCAN), name="scan"),
        route(DESK_SCAN + "hapus/", scan.erase, desk("POST", roles=SECRETARY, scope=OWN_SCAN), name="scan-erase"),
        route(DESK_DECLARATION + "tanda-tangan/", desk_signing.page, READ_REGISTER, name="signing"),
        route(DESK_DECLARATION + "tanda-tangan/tautan/", desk_signing.links, CHANGE_REGISTER, name="signing-links"),
        route(DESK_DECLARATION + "tanda-tangan/batal/", desk_signing.void, CHANGE_REGISTER, name="signing-void"),
        route(
            "meja/tanda-tangan/<str:ref>/nama/",
            desk_signing.unname,
            desk("POST", roles=SECRETARY, scope="signatures under declarations of the institution, in its areas"),
            name="signature-unname",
        ),
        route(
            "meja/tanda-tangan/",
            desk_signing.waiting,
            desk("GET", roles=READERS, scope="what waits for the person's word, and their institutions' signatures"),
            name="attestations",
            menu=_("Tanda tangan"),
        ),
        route(
            "meja/tanda-tangan/<str:ref>/saksi/",
            desk_signing.attest,
            desk("POST", roles=READERS, scope="registered declarations in the areas of the grant"),
            name="attest",
        ),
        route(
            "meja/tanda-tangan/<str:ref>/tarik/",
            desk_signing.withdraw,
            desk("POST", roles=READERS, scope="signatures of the person's institutions"),
            name="signature-withdraw",
        ),
        route(
            "meja/jabatan/",
            desk_office_key.home,
            desk("GET", "POST", roles=READERS, scope="offices' keys around the person"),
            name="office-keys",
            menu=_("Kunci jabatan"),
        ),
        route(OFFICE_KEY, desk_office_key.view, desk("GET", roles=READERS, scope=KEYS_AROUND), name="office-key-view"),
        route(OFFICE_KEY + "jamin/", desk_office_key.vouch, CHANGE_OFFICE_KEY, name="office-key-vouch"),
        route(OFFICE_KEY + "cabut/", desk_office_key.revoke, CHANGE_OFFICE_KEY, name="office-key-revoke"),
        route(
            "meja/jabatan/tautan/<str:ref>/batal/",
            desk_office_key.void,
            desk("POST", roles=READERS, scope="enrolment links of the institution"),
            name="office-key-void",
        ),
        route(DESK_DECLARATION + "buang/", desk_declaration.discard, CHANGE_REGISTER, name="declaration-discard"),
        route("meja/akun/", desk_account.home, LIST_PEOPLE, name="accounts", menu=_("Akun lembaga")),
        route("meja/akun/unduh/", desk_grant.export, LIST_PEOPLE, name="accounts-export"),
        route("meja/akun/bertugas/", desk_grant.to_attest, LIST_PEOPLE, name="grants-attest"),
        route(
            "meja/akun/usul/",
            desk_account.propose,
            desk("GET", "POST", roles=ADMINISTRATOR, scope="starts a request"),
            name="grant-propose",
        ),
        route(REQUEST, desk_account.view, desk("GET", roles=ADMINISTRATOR, scope=JUDGED), name="grant-request"),
        route(REQUEST + "setujui/", desk_account.approve, JUDGE, name="grant-approve"),
        route(REQUEST + "tolak/", desk_account.refuse, JUDGE, name="grant-refuse"),
        route(REQUEST + "tarik/", desk_account.withdraw, JUDGE, name="grant-withdraw"),
        route(REQUEST + "undangan/", desk_grant.invite_first, JUDGE, name="grant-invite-first"),
        route(GRANT, desk_grant.view, READ_GRANT, name="grant"),
        route(GRANT + "akhiri/", desk_grant.end, CHANGE_GRANT, name="grant-end"),
        route(GRANT + "perpanjang/", desk_grant.extend, CHANGE_GRANT, name="grant-extend"),
        route(
            GRANT + "pindah/",
            desk_grant.move,
            desk("GET", "POST", roles=ADMINISTRATOR, scope=OWN_PEOPLE),
            name="grant-move",
        ),
        route(GRANT + "setel-ulang/", desk_grant.reset, CHANGE_GRANT, name="grant-reset"),
        route(GRANT + "bertugas/", desk_grant.attest, CHANGE_GRANT, name="grant-attest"),
        route(GRANT + "undangan/", desk_grant.invite, CHANGE_GRANT, name="grant-invite"),
        route(
            "meja/akun/undangan/<str:ref>/batal/",
            desk_grant.void,
            desk("POST", roles=ADMINISTRATOR, scope="invitations of the institution"),
            name="invitation-void",
        ),
        route("meja/buku-besar/", desk_ledger.home, READ_LEDGER, name="desk-ledger", menu=_("Saksi buku besar")),
        route("meja/buku-besar/usul/", desk_ledger.propose, CHANGE_LEDGER, name="ledger-propose"),
        route("meja/buku-besar/<str:ref>/", desk_ledger.view, READ_LEDGER, name="ledger-change"),
        route("meja/buku-besar/<str:ref>/setujui/", desk_ledger.approve, CHANGE_LEDGER, name="ledger-approve"),
        route("meja/buku-besar/<str:ref>/tolak/", desk_ledger.refuse, CHANGE_LEDGER, name="ledger-refuse"),
        route("meja/buku-besar/<str:ref>/tarik/", desk_ledger.withdraw, CHANGE_LEDGER, name="ledger-withdraw"),
        route("meja/jejak/", trail.page, TRAIL, name="trail", menu=_("Jejak")),
        route("meja/jejak/unduh/", trail.export, TRAIL, name="trail-export"),
        *stage.PAGES,
        *relay.PAGES,
        *meeting.PAGES,
        *job.PAGES,
        *release.PAGES,
        prefix_default_language=False,
    ),
]

handler400 = "ikrar.web.refusal.bad_request"
handler404 = "ikrar.web.refusal.not_found"
handler500 = "ikrar.web.refusal.server_error"
