"""What a curious partner, a thief, a hostile report or a corrupt administrator might try."""
