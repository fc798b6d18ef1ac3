import Dispatch
import HermeticPolicy
import HermeticSession
import Synchronization
import Testing

@Suite struct `An address book` {
  @Test func `contains what was inserted, on its port`() throws {
    let book = try #require(AddressBook())
    let address = IPAddress(v4: 0x0808_0808)
    #expect(!book.contains(address, port: 443))
    #expect(!book.contains(address, port: nil))
    book.insert(address, port: 443)
    book.insert(address, port: 443)
    #expect(book.contains(address, port: 443))
    #expect(book.contains(address, port: nil))
    #expect(!book.contains(address, port: 80))
    #expect(!book.contains(address, port: 0))
    #expect(!book.contains(IPAddress(v4: 0x0808_0809), port: 443))
    #expect(!book.contains(IPAddress(high: 0, low: 0x0808_0808), port: 443))
    book.insert(address, port: 80)
    #expect(book.contains(address, port: 80) && book.contains(address, port: 443))
    #expect(!book.contains(address, port: 81))
    book.insert(address, port: 0)
    #expect(book.contains(address, port: 81), "zero stands for all ports")
  }

  @Test func `tells addresses apart that differ in one bit`() throws {
    let book = try #require(AddressBook())
    let address = IPAddress(high: 0x2001_0db8_0000_0000, low: 1)
    book.insert(address, port: 0)
    for bit in 0..<64 {
      let mask = UInt64(1) << UInt64(bit)
      #expect(!book.contains(IPAddress(high: address.high ^ mask, low: address.low), port: nil))
      #expect(!book.contains(IPAddress(high: address.high, low: address.low ^ mask), port: nil))
    }
  }

  @Test func `contains a few thousand addresses at once`() throws {
    let book = try #require(AddressBook())
    let addresses = (0..<3_000).map { IPAddress(high: 0x2001_0db8_0000_0000, low: UInt64($0)) }
    for (number, address) in addresses.enumerated() { book.insert(address, port: UInt16(number)) }
    for (number, address) in addresses.enumerated() {
      #expect(book.contains(address, port: UInt16(number)))
    }
    for number in 3_000..<9_000 {
      #expect(
        !book.contains(IPAddress(high: 0x2001_0db8_0000_0000, low: UInt64(number)), port: nil))
    }
  }

  @Test func `contains the newest when it is full, and never what was not inserted`() throws {
    let book = try #require(AddressBook())
    for number in 0..<60_000 {
      let address = IPAddress(v4: UInt32(number) &* 2_654_435_761)
      book.insert(address, port: UInt16(number % 500 + 1))
      #expect(book.contains(address, port: UInt16(number % 500 + 1)))
    }
    for number in 0..<60_000 {
      #expect(!book.contains(IPAddress(high: 1, low: UInt64(number)), port: nil))
    }
  }

  @Test func `keeps many ports of one address`() throws {
    let book = try #require(AddressBook())
    let address = IPAddress(v4: 0x0808_0808)
    for port in UInt16(1)...16 { book.insert(address, port: port) }
    for port in UInt16(1)...16 { #expect(book.contains(address, port: port)) }
    for port in UInt16(17)...2_000 {
      book.insert(address, port: port)
      #expect(book.contains(address, port: port))
    }
    #expect(!book.contains(address, port: 2_001))
  }

  @Test func `is one for many threads`() throws {
    let book = try #require(AddressBook())
    let missing = Atomic(0)
    DispatchQueue.concurrentPerform(iterations: 8) { thread in
      for number in 0..<400 {
        // Every other address is inserted by all of them at once.
        let owner = number % 2 == 0 ? 0 : thread + 1
        let address = IPAddress(high: UInt64(owner), low: UInt64(number) << 33)
        book.insert(address, port: 443)
        if !book.contains(address, port: 443) { missing.add(1, ordering: .relaxed) }
        if book.contains(address, port: 444) { missing.add(1, ordering: .relaxed) }
      }
    }
    #expect(missing.load(ordering: .relaxed) == 0)
    for owner in UInt64(0)...8 {
      for number in 0..<400 where (number % 2 == 0) == (owner == 0) {
        #expect(book.contains(IPAddress(high: owner, low: UInt64(number) << 33), port: 443))
      }
    }
  }

  @Test func `never shows an address half written`() throws {
    let book = try #require(AddressBook())
    let torn = Atomic(0)
    // Both halves and the port of what is written belong together.
    DispatchQueue.concurrentPerform(iterations: 6) { thread in
      var random = SeededGenerator(seed: UInt64(thread))
      for _ in 0..<60_000 {
        let number = UInt64.random(in: 1...40_000, using: &random)
        let port = UInt16(number % 60_000)
        if thread % 2 == 0 {
          book.insert(IPAddress(high: number, low: ~number), port: port)
        } else {
          let other = UInt64.random(in: 1...40_000, using: &random)
          guard other != number else { continue }
          let mixed =
            book.contains(IPAddress(high: number, low: ~other), port: nil)
            || book.contains(IPAddress(high: number, low: ~number), port: UInt16(other % 60_000))
          if mixed { torn.add(1, ordering: .relaxed) }
        }
      }
    }
    #expect(torn.load(ordering: .relaxed) == 0)
  }

  // MARK: Unix sockets

  private static func file(_ inode: UInt64, device: UInt64 = 8, birth: UInt64 = 1) -> UnixSocketFile
  {
    UnixSocketFile(device: device, inode: inode, birth: birth)
  }

  @Test func `contains a Unix socket by its file`() throws {
    let book = try #require(AddressBook())
    #expect(!book.contains(Self.file(42)))
    book.insert(Self.file(42))
    #expect(book.contains(Self.file(42)))
    #expect(!book.contains(Self.file(43)))
    #expect(!book.contains(Self.file(42, device: 9)))
  }

  @Test func `does not take another file with the same inode for it`() throws {
    let book = try #require(AddressBook())
    book.insert(Self.file(42, birth: 7))
    #expect(!book.contains(Self.file(42, birth: 8)))
    #expect(!book.contains(Self.file(42, birth: 0)), "a file whose birth is not known is not it")
  }

  @Test func `does not remember a file whose birth is not known`() throws {
    let book = try #require(AddressBook())
    book.insert(Self.file(42, birth: 0))
    #expect(!book.contains(Self.file(42, birth: 0)))
  }

  @Test func `remembers the newest hundreds of Unix sockets`() throws {
    let book = try #require(AddressBook())
    for inode in UInt64(1)...512 {
      book.insert(Self.file(inode))
      book.insert(Self.file(inode))
    }
    for inode in UInt64(1)...512 { #expect(book.contains(Self.file(inode))) }
    book.insert(Self.file(513))
    #expect(book.contains(Self.file(513)))
    #expect(!book.contains(Self.file(1)))
  }

  @Test func `takes Unix sockets from many threads`() throws {
    let book = try #require(AddressBook())
    let missing = Atomic(0)
    DispatchQueue.concurrentPerform(iterations: 8) { thread in
      for number in 0..<50 {
        let file = Self.file(UInt64(number + 1), device: UInt64(thread + 1))
        book.insert(file)
        if !book.contains(file) { missing.add(1, ordering: .relaxed) }
      }
    }
    #expect(missing.load(ordering: .relaxed) == 0)
  }
}
