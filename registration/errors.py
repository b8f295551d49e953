"""Refusals, each with the sentence that the person sees."""

from django.utils.translation import gettext_lazy as _

from confsite.exceptions import ServiceError


class RegistrationError(ServiceError):
    message = _("That is not possible.")


class NotAwaitingApproval(RegistrationError):
    message = _("This registration is not awaiting approval.")


class AlreadyOver(RegistrationError):
    message = _("This registration has already been cancelled or declined.")


class PlacesTaken(RegistrationError):
    message = _("All places for this choice are taken.")


class TooManyLetters(RegistrationError):
    message = _(
        "We have already written to this address several times. "
        "Please look into the spam folder, or try again in an hour."
    )


class NobodyToWriteTo(RegistrationError):
    message = _(
        "No letter can reach them: there is neither an address of their own nor one of "
        "a contact. Print the letter."
    )


class NoLettersWanted(RegistrationError):
    message = _("Staff have chosen that no letters go to them.")


class RegisteredAlready(RegistrationError):
    message = _("This address is registered already.")


class OfAnotherConference(RegistrationError):
    message = _("This category belongs to another conference.")


class CannotBeAttendedSo(RegistrationError):
    message = _("This category cannot be attended in that way.")


class IsThereAlready(RegistrationError):
    message = _("They are in this category and attend in this way already.")


class NotWaiting(RegistrationError):
    message = _("They are not on the waiting list.")


class StandsFurtherUp(RegistrationError):
    message = _("They stand there or further up already.")


class NotOver(RegistrationError):
    message = _("This registration has been neither cancelled nor declined.")


class NotHeld(RegistrationError):
    message = _("There is no place here that still has to be kept.")


class SignUpIsClosed(RegistrationError):
    message = _("Nobody can sign up any more.")


class NoPlaceLeft(RegistrationError):
    message = _("The place has been taken meanwhile.")


class RegisteredAgain(RegistrationError):
    message = _("This address has been registered again meanwhile.")


class TooLateToUndo(RegistrationError):
    message = _("It is too late to undo this: letters have left.")


class AlreadyUndone(RegistrationError):
    message = _("This has been undone already.")


class ChangedMeanwhile(RegistrationError):
    message = _("This cannot be undone: somebody concerned has moved on meanwhile.")


class LetterCannotBeWritten(RegistrationError):
    """Why, in the words that staff read; kept in English, shown in their language."""

    message = _(
        "The letter could not be written: a fault in the program (see its log)."
    )


class NobodySigns(LetterCannotBeWritten):
    message = _(
        "The conference has no registration settings: nobody signs its letters."
    )


class NothingIsPublished(LetterCannotBeWritten):
    message = _("The conference has not been published, so there is nothing to tell.")


class NoAddressToWriteTo(LetterCannotBeWritten):
    message = _("No mail can be sent to or from this address.")


class MailboxHasEnough(RegistrationError):
    message = _(
        "This mailbox has had three letters within an hour that it did not ask for."
    )


class TheWorkerDied(LetterCannotBeWritten):
    message = _("The program died several times while it held this letter.")


class NobodyKnowsWhetherItArrived(RegistrationError):
    message = _(
        "The mail server was given this letter and did not say whether it took it: "
        "it may have arrived."
    )


class NotSetAside(RegistrationError):
    message = _("This letter has not been set aside.")


class CameWithACopy(RegistrationError):
    message = _(
        "It came with a copy of the database: the original may have sent it already."
    )


class NotAPair(RegistrationError):
    message = _("Choose two registrations of one conference that are not over.")


class SaidAlready(RegistrationError):
    message = _("Somebody has decided on these two registrations meanwhile.")


class OneIsOver(RegistrationError):
    message = _("One of the two registrations has been cancelled or declined.")


class ChangedSinceShown(RegistrationError):
    message = _("One of the two has changed since this page was opened: look again.")


class CannotBeUndone(RegistrationError):
    message = _("A merge cannot be undone.")


class NothingToRelease(RegistrationError):
    message = _("Letters leave already: there is nothing to release.")


class JobIsOver(RegistrationError):
    message = _("This job is over already.")


class JobKeepsFailing(RegistrationError):
    message = _(
        "The program died several times at this point. "
        "What had been done before stays done."
    )


class JobMetAFault(RegistrationError):
    message = _("There is a fault in the program (see its log).")


class MayNoLongerDoThis(RegistrationError):
    message = _("Whoever has started this may no longer do it.")


class FileIsGone(RegistrationError):
    message = _("The file is no longer here: it was imported, or waited too long.")


class FileResultChanged(RegistrationError):
    message = _(
        "Nothing was imported: somebody has changed something in the meantime. "
        "Check the file again."
    )


class PartOfAJob(RegistrationError):
    message = _("This is a part of a job, which cannot be undone as a whole.")


class HasTheTag(RegistrationError):
    message = _("They have this tag already.")


class LacksTheTag(RegistrationError):
    message = _("They do not have this tag.")


class TextHasChanged(RegistrationError):
    message = _("The text has changed meanwhile. Please read it again.")


class NoLongerThere(RegistrationError):
    message = _("The category or tag that was chosen is no longer there.")


class EditedMeanwhile(RegistrationError):
    message = _("Your details have been changed since this page was opened.")


class TooLateToCorrect(RegistrationError):
    message = _("Details can no longer be corrected here. Please write to us.")


class YourAddressAlready(RegistrationError):
    message = _("This is the address of your registration already.")


class WasErased(RegistrationError):
    message = _("The data of this person has been erased.")
