/// What the processes of one run share.
package struct Session: Sendable {
  package let image: PolicyImage
  package let book: AddressBook
  package let log: ViolationLog

  /// A session for a policy image, with an empty address book and log; nil and errno where memory
  /// cannot be had.
  package init?(_ image: PolicyImage) {
    guard let book = AddressBook(), let log = ViolationLog() else { return nil }
    self.image = image.remembering(book)
    self.book = book
    self.log = log
  }
}
