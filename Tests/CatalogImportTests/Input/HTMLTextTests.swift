import Testing

@testable import CatalogImport

@Suite("Text out of HTML")
struct HTMLTextTests {
    @Test(
        "Markup goes, blocks end lines, entities are read",
        arguments: [
            ("", ""), ("plain", "plain"), ("<p>One</p><p>two</p>", "One\ntwo"), ("a<br/>b", "a\nb"),
            ("B<sub>12</sub> shots", "B12 shots"), ("  a \r\n\t b&nbsp;c ", "a b c"),
            ("<ul><li>x</li>\n<li>y</li></ul>", "x\ny"),
            ("5 < 6 &lt; 7 &amp;amp; 8", "5 < 6 < 7 &amp; 8"), ("&#8217;&#x2019;&rsquo;", "’’’"),
            ("&unknown; &amp &; &#0; &#xD800;", "&unknown; &amp &; &#0; &#xD800;"),
            ("a<!-- <p>hidden</p> -->b", "ab"), ("<style>p { x: y }</style>a<script>b</script>c", "ac"),
            ("<a href=\"x>y\">z</a>", "y\">z"), ("<unended", ""), ("a<", "a<"), ("a</", "a"), ("<!--", ""),
        ])
    func plain(html: String, text: String) {
        #expect(HTMLText.plain(html, byteCountMax: 1_000) == text)
    }

    @Test("What is too long is cut between characters, and says so")
    func cut() {
        #expect(HTMLText.plain("ééééé", byteCountMax: 10) == "ééééé")
        #expect(HTMLText.plain("éééééé", byteCountMax: 10) == "ééé…")
        let long = HTMLText.plain(String(repeating: "<p>word</p>", count: 100_000), byteCountMax: 50)
        #expect(long.utf8.count <= 50 && long.hasPrefix("word\nword\n") && long.hasSuffix("…"))
    }
}
