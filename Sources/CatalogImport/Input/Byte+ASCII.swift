extension UInt8 {
    /// Whether the byte is a digit of ASCII.
    var isDigit: Bool { (0x30...0x39).contains(self) }

    /// Whether the byte is a capital letter or a digit of ASCII, as codes are made of.
    var isCapitalOrDigit: Bool { isDigit || (0x41...0x5A).contains(self) }
}
