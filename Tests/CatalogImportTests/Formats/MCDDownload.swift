import TestSupport

/// Downloads of the coverage database, made by hand: an archive in an archive, tables in the layout of CMS with columns
/// that nobody reads left out, two contractors, and codes that do not exist.
enum MCDDownload {
    /// An LCD in two versions, one that is retired, and a draft.
    static let lcds = archive(
        "all_lcd",
        contractors.merging([
            "lcd": """
            lcd_id,lcd_version,title,orig_det_eff_date,ent_det_end_date,rev_eff_date,rev_end_date,indication,status,display_id,date_retired
            90001,1,Grafts,2020-01-01 00:00:00,,2020-01-01 00:00:00,2022-12-31 00:00:00,<p>Old text.</p>,A,L90001,
            90001,2,Grafts \u{96} imaginary,2020-01-01 00:00:00,,2023-01-01 00:00:00,,"<p>Grafts, if <b>needed</b>.</p>\(longText)",A,L90001,
            90002,1,Braces,2020-01-01 00:00:00,,,,<p>Braces.</p>,R,L90002,2021-06-30 00:00:00
            90003,1,Draft,2020-01-01 00:00:00,,,,<p>Not yet.</p>,P,DL90003,

            """,
            "lcd_x_contractor": """
            lcd_id,lcd_version,contractor_id,contractor_type_id,contractor_version
            90001,1,1,9,1
            90001,2,1,9,1
            90001,2,2,9,1
            90001,2,3,9,1
            90002,1,2,9,1

            """,
            "lcd_x_hcpc_code": """
            lcd_id,lcd_version,hcpc_code_id,hcpc_code_group,range,long_description
            90002,1,z9003,1,,WORDS THAT ARE NOT READ
            90003,1,Z9003,1,,WORDS

            """,
        ]) { $1 })

    /// An article in two versions, both leading to the LCD, the second to an NCD as well.
    static let articles = archive("all_article", articleTables)

    static let articleTables = contractors.merging(
        [
            "article": """
            article_id,article_version,article_type,title,article_pub_date,article_eff_date,article_end_date,description,status,article_rev_end_date,date_retired,display_id
            80001,3,1,Billing and Coding: Grafts,,2020-01-01 00:00:00,,<p>Use these codes.</p>,A,,,A80001
            80001,4,1,Billing and Coding: Grafts,,2024-01-01 00:00:00,,<p>Use these codes.</p>,A,,,A80001

            """,
            "article_x_contractor": """
            article_id,article_version,article_type,contractor_id,contractor_type_id,contractor_version
            80001,3,1,1,9,1
            80001,4,1,1,9,1

            """,
            "article_related_documents": """
            article_id,article_version,related_num,r_article_id,r_article_version,r_lcd_id,r_lcd_version
            80001,3,1,,,90001,1
            80001,4,1,,,90001,2
            80001,4,2,80009,1,,

            """,
            "article_related_ncd_documents": """
            article_id,article_version,related_num,r_ncd_id,r_ncd_version
            80001,4,1,70,1

            """,
            "article_x_hcpc_code": """
            article_id,article_version,hcpc_code_id,hcpc_code_group,range
            80001,3,Z9001,1,
            80001,4,Z9001,1,
            80001,4,Z9002,2,
            80001,4,XX000,2,
            80001,4,Z90,2,

            """,
            "article_x_icd10_covered": """
            article_id,article_version,icd10_code_id,icd10_covered_group,range
            80001,3,Q99.91,1,
            80001,4,Q99.91,1,B
            80001,4,Q99.91,2,E
            80001,4,Q99.92,1,

            """,
            "article_x_icd10_noncovered": """
            article_id,article_version,icd10_code_id,icd10_noncovered_group,range
            80001,4,Q99.91,1,
            80001,4,Q99.93,1,

            """,
        ]) { $1 }

    static let ncds = archive(
        "ncd",
        [
            "ncd_trkg": """
            NCD_id,NCD_vrsn_num,natl_cvrg_type,cvrg_lvl_cd,NCD_mnl_sect,NCD_mnl_sect_title,NCD_efctv_dt,NCD_impltn_dt,NCD_trmntn_dt,itm_srvc_desc,indctn_lmtn
            70,1,True,2,999.1,Imaginary Grafts,2019-05-01 00:00:00,,,,<p>Covered nationally.</p>

            """
        ])

    /// More than Python's csv module, or many a reader, takes for a field.
    private static let longText = String(repeating: "<li>Grafts are discussed at length.</li>", count: 5_000)

    private static let contractors = [
        "contractor": """
        contractor_id,contractor_type_id,contractor_version,contractor_bus_name,contractor_number
        1,9,1,"Alpha Medicare, LLC",01111
        2,9,1,Beta Medicare &amp; Sons,02222
        3,9,1,"Alpha Medicare, LLC",01112

        """,
        "contractor_jurisdiction": """
        contractor_id,contractor_type_id,contractor_version,state_id,active_date,term_date
        1,9,1,6,2012-01-01 00:00:00,
        1,9,1,35,2012-01-01 00:00:00,
        1,9,1,36,2012-01-01 00:00:00,
        1,9,1,50,2012-01-01 00:00:00,2015-01-01 00:00:00
        2,9,1,50,2012-01-01 00:00:00,
        3,9,1,40,2012-01-01 00:00:00,

        """,
        "state_lookup": """
        state_id,state_abbrev,description
        6,CT,Connecticut
        35,DN,New York - Downstate
        36,UN,New York - Upstate
        40,RI,Rhode Island
        50,TX,Texas

        """,
    ]

    /// The tables in Windows code page 1252, in an archive within one.
    static func archive(_ name: String, _ tables: [String: String]) -> [UInt8] {
        let files = tables.sorted { $0.key < $1.key }.map { table, text in
            (name: "\(table).csv", bytes: text.replacing("\n", with: "\r\n").unicodeScalars.map { UInt8($0.value) })
        }
        return StoredZip.archive([
            ("\(name)_dictionary.pdf", Array("%PDF".utf8)), ("\(name)_mdb.zip", [1, 2, 3]),
            ("\(name)_csv.zip", StoredZip.archive(files)),
        ])
    }
}
