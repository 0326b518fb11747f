"""A small invented election as a file: all that adding an election takes."""

from __future__ import annotations

SAMPLE = """[election]
code = "pilkada-2031-rekaan"
kind = "pilkada"
year = 2031
voting_day = 2031-06-18
ends = 2031-12-31
area = "98.01"
name = { id = "CONTOH Pilkada Rekaan", en = "EXAMPLE invented election" }

[[anchor]]
code = "NOTICE"
name = { id = "Pemberitahuan diterima", en = "Notice received" }
local = true

[[anchor]]
code = "ROUND"
name = { id = "Ada putaran kedua", en = "There is a second round" }
local = false

[[stage]]
code = "CAMPAIGN"
first = -33
last = -4
name = { id = "Kampanye", en = "Campaign" }
resident = { id = "Peserta boleh berkampanye.", en = "Contestants may campaign." }
source = ""

[[stage]]
code = "RALLY"
parent = "CAMPAIGN"
first = -10
last = -4
name = { id = "Rapat umum", en = "Rallies" }
resident = { id = "Rapat umum boleh diadakan.", en = "Rallies may be held." }
source = ""

[[stage]]
code = "QUIET"
follows = "CAMPAIGN"
first = -3
last = -1
name = { id = "Masa tenang", en = "Quiet days" }
resident = { id = "Tidak ada kampanye.", en = "No campaigning." }
source = ""

[[stage]]
code = "VOTE"
follows = "QUIET"
first = 2031-06-18
last = 2031-06-18
name = { id = "Pemungutan suara", en = "Voting" }
resident = { id = "Pemilih mencoblos.", en = "Voters vote." }
source = ""

[[stage]]
code = "DETERMINE"
first = { on = "NOTICE" }
last = { after = "NOTICE", working = 3 }
rule = { id = "Paling lambat 3 hari kerja sesudah pemberitahuan", en = "At most 3 working days after the notice" }
name = { id = "Penetapan", en = "Setting of the elected" }
resident = { id = "Yang terpilih ditetapkan.", en = "The elected are set." }
source = "aturan rekaan"

[[stage.reading]]
first = { on = "NOTICE" }
last = { after = "NOTICE", days = 3 }
source = "aturan rekaan lain"
note = { id = "Menulis hari, bukan hari kerja.", en = "Says days, not working days." }

[[stage]]
code = "OATH"
first = { after = "DETERMINE.last", days = 14 }
last = { after = "DETERMINE.last", hours = 336 }
rule = { id = "Dua pekan sesudah penetapan", en = "Two weeks after the setting" }
name = { id = "Sumpah", en = "Oath" }
resident = { id = "Yang terpilih bersumpah.", en = "The elected take their oath." }
source = "aturan rekaan"

[[stage]]
code = "R2"
only_if = "ROUND"
first = 2031-08-20
last = 2031-08-20
name = { id = "Putaran kedua", en = "Second round" }
resident = { id = "Pemilih mencoblos lagi.", en = "Voters vote again." }
source = ""

[[duty]]
stage = "QUIET"
who = "bawaslu"
text = { id = "Alat peraga diturunkan.", en = "Campaign material is taken down." }
source = "aturan rekaan"

[[risk]]
stage = "QUIET"
text = { id = "Politik uang.", en = "Money politics." }
source = "aturan rekaan"
"""
